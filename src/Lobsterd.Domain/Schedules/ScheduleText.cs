using System.Globalization;
using Cronos;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Schedules;

/// <summary>Reads what a guest says of when it wants to be awake, and what a person says of when a tenant is to be copied. Every word of it is hostile.</summary>
public static class ScheduleText
{
    /// <summary>How one is written.</summary>
    public const string Rule = "cron [TIME ZONE] and five fields, every and a number with m, h or d, or at and a moment such as 2030-01-31T12:00:00Z";

    /// <summary>Longest text that can be one, in characters.</summary>
    public const int Longest = 200;

    /// <summary>How a guest says that it is to stay awake.</summary>
    public const string HoldRule = "hold and a number with m or h, up to 24h, and why";

    private const string HoldWord = "hold";
    private const int LongestZone = 64;
    private const int CronFields = 5;
    private const int LongestNumber = 6;

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(366);
    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(1);

    /// <summary>Reads one.</summary>
    /// <error code="schedule.text.invalid">It is none.</error>
    public static Result<ScheduleRule, LobsterError> Parse(string text)
    {
        if (text.Length > Longest) return Invalid($"it is longer than {Longest} characters");
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["cron", .. var rest] => Cron(rest),
            ["every", var interval] => Every(interval),
            ["at", var moment] => At(moment),
            _ => Invalid($"a schedule is {Rule}"),
        };
    }

    /// <summary>Whether a guest says by it that it is to stay awake, rather than when it wants to be woken.</summary>
    public static bool IsHold(string text) => text.Split(' ', 2) is [HoldWord, ..];

    /// <summary>For how long, and why, a guest says that it is to stay awake.</summary>
    /// <error code="schedule.text.invalid">It says no such thing.</error>
    public static Result<(TimeSpan Length, string Why), LobsterError> ParseHold(string text) =>
        text.Length <= Longest && text.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) is [HoldWord, var number, .. var why]
        && IntervalOf(number) is { } length && length >= Shortest && length <= LongestHold
            ? (length, why is [var reason] ? reason : "")
            : Invalid($"a hold is {HoldRule}");

    private static Result<ScheduleRule, LobsterError> Cron(string[] words)
    {
        var fields = words is [.., ['@', ..]] ? 1 : CronFields;
        if (words.Length != fields && words.Length != fields + 1) return Invalid("cron takes five fields or a macro, and a time zone before them if it is not UTC");
        var zone = TimeZoneInfo.Utc;
        if (words.Length > fields && !(IsZone(words[0]) && TimeZoneInfo.TryFindSystemTimeZoneById(words[0], out zone!)))
            return Invalid($"there is no time zone '{PlainText.Of(words[0], LongestZone)}' on this host");
        return CronExpression.TryParse(string.Join(' ', words[^fields..]), CronFormat.Standard, out var expression)
            ? new ScheduleRule.Cron(expression, zone)
            : Invalid("its five fields are none of cron's");
    }

    private static Result<ScheduleRule, LobsterError> Every(string word) =>
        IntervalOf(word) is { } interval && interval >= Shortest && interval <= LongestInterval
            ? new ScheduleRule.Every(interval)
            : Invalid("every takes a number with s, m, h or d, from 1m to 366d");

    private static TimeSpan? IntervalOf(string word)
    {
        if (word.Length is < 2 or > LongestNumber || !int.TryParse(word.AsSpan(0, word.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return word[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    // With its distance from UTC: a moment that says none is another one on every host.
    private static Result<ScheduleRule, LobsterError> At(string word)
    {
        string[] forms = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mmzzz"];
        return DateTimeOffset.TryParseExact(word, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && moment.Year is > 1970 and < 9_000
            ? new ScheduleRule.At(moment)
            : Invalid("at takes a moment with its distance from UTC, such as 2030-01-31T12:00:00Z or 2030-01-31T12:00:00+01:00");
    }

    // A path would lead out of the folder of time zones.
    private static bool IsZone(string word) =>
        word.Length <= LongestZone && char.IsAsciiLetter(word[0]) && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '/' or '_' or '+' or '-');

    private static LobsterError Invalid(string message) => new(ScheduleErrors.TextInvalid, message);
}
