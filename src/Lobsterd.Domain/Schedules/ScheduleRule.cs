using System.Diagnostics;
using Cronos;

namespace Lobsterd.Domain.Schedules;

/// <summary>When a schedule is due.</summary>
public abstract record ScheduleRule
{
    private ScheduleRule() { }

    /// <summary>By the calendar of a time zone.</summary>
    /// <param name="Expression">Which minutes.</param>
    /// <param name="Zone">Whose.</param>
    public sealed record Cron(CronExpression Expression, TimeZoneInfo Zone) : ScheduleRule;

    /// <summary>Again and again, from when it was written.</summary>
    /// <param name="Interval">How often.</param>
    public sealed record Every(TimeSpan Interval) : ScheduleRule;

    /// <summary>Once.</summary>
    /// <param name="When">When.</param>
    public sealed record At(DateTimeOffset When) : ScheduleRule;

    /// <summary>The first time behind an instant; null when there is none.</summary>
    /// <param name="after">The instant.</param>
    /// <param name="since">When the schedule was written, by a clock that may be wrong.</param>
    public DateTimeOffset? Next(DateTimeOffset after, DateTimeOffset since) => this switch
    {
        Cron cron => cron.Expression.GetNextOccurrence(after, cron.Zone)?.ToUniversalTime(),
        Every every => NextOf(every.Interval, after, since),
        At at => at.When > after ? at.When.ToUniversalTime() : null,
        _ => throw new UnreachableException(),
    };

    // Whole intervals from the beginning, so that a beat does not wander by what a wake takes. A beginning that is still to come is the next beat.
    private static DateTimeOffset NextOf(TimeSpan interval, DateTimeOffset after, DateTimeOffset since)
    {
        if (since > after) return since - after < interval ? since.ToUniversalTime() : (after + interval).ToUniversalTime();
        var passed = (after - since).Ticks / interval.Ticks;
        return (since + TimeSpan.FromTicks((passed + 1) * interval.Ticks)).ToUniversalTime();
    }
}
