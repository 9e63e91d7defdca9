using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Schedules;

namespace Lobsterd.Domain.Snapshots;

/// <summary>When a tenant's own snaps are taken, as a person says it: how often, or by the calendar of a time zone.</summary>
public sealed record SnapTimes
{
    /// <summary>The rule in words.</summary>
    public const string Form = "a number with m, h or d such as 6h, or five fields of cron such as \"30 3 * * *\", with a time zone before them if it is not UTC";

    private readonly ScheduleRule rule;

    private SnapTimes(string text, ScheduleRule rule) => (Text, this.rule) = (text, rule);

    /// <summary>What was said, with single spaces.</summary>
    public string Text { get; }

    /// <summary>Reads some.</summary>
    /// <error code="schedule.text.invalid">The text breaks <see cref="Form"/>.</error>
    public static Result<SnapTimes, LobsterError> Parse(string text)
    {
        var words = string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return ScheduleText.Parse(IsCalendar(words) ? $"cron {words}" : $"every {words}")
            .Map(rule => new SnapTimes(words, rule))
            .MapError(error => error with { Message = $"'{PlainText.Of(text, 80)}' says no times: {error.Message}", Hint = $"times are {Form}" });
    }

    /// <summary>Whether some, with single spaces, are by the calendar.</summary>
    public static bool IsCalendar(string text) => text.Contains(' ', StringComparison.Ordinal) || text.StartsWith('@');

    /// <summary>The first time behind the last snap; null when it never comes.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset last) => rule.Next(last, since: last);
}
