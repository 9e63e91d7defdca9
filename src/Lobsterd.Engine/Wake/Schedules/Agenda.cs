using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Schedules;

namespace Lobsterd.Engine.Wake.Schedules;

/// <summary>What is due next by a guest's schedules. One that cannot be understood is passed over: it must not cost the others their beat.</summary>
public static class Agenda
{
    /// <summary>The first that is due behind an instant; null when nothing is.</summary>
    public static ScheduleDue? Next(IEnumerable<GuestSchedule> schedules, DateTimeOffset after)
    {
        ScheduleDue? first = null;
        foreach (var schedule in schedules)
            if (NextOf(schedule, after).TryGetValue(out var at) && at is { } due && (first is null || due < first.At)) first = new ScheduleDue(due, schedule.Id);
        return first;
    }

    /// <summary>When one schedule is due behind an instant; null for never again.</summary>
    /// <error code="schedule.text.invalid">It cannot be understood.</error>
    public static Result<DateTimeOffset?, LobsterError> NextOf(GuestSchedule schedule, DateTimeOffset after) =>
        ScheduleText.Parse(schedule.Text).Map(rule => rule.Next(after, schedule.Since));
}
