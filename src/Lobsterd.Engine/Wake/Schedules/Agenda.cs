using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Tenants;

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
        ScheduleText.IsHold(schedule.Text)
            ? ScheduleText.ParseHold(schedule.Text).Map(_ => default(DateTimeOffset?))
            : ScheduleText.Parse(schedule.Text).Map(rule => rule.Next(after, schedule.Since));

    /// <summary>Until when a guest holds itself awake, and why, by the one of its schedules that does so the longest; null when none does any more.</summary>
    public static OperatorWord? HeldUntil(IEnumerable<GuestSchedule> schedules, DateTimeOffset now)
    {
        OperatorWord? last = null;
        foreach (var schedule in schedules)
            if (HoldOf(schedule, now) is { } held && (last is null || held.Until > last.Until)) last = held;
        return last;
    }

    /// <summary>Until when one schedule holds its guest awake, and why; null when it does not, or not any more.</summary>
    public static OperatorWord? HoldOf(GuestSchedule schedule, DateTimeOffset now)
    {
        if (!ScheduleText.ParseHold(schedule.Text).TryGetValue(out var hold)) return null;

        // A guest's clock may be ahead, by mistake or not: nothing is held for longer than it says from now on.
        var until = (schedule.Since < now ? schedule.Since : now) + hold.Length;
        return until > now ? new OperatorWord(until.ToUniversalTime(), hold.Why.Length == 0 ? schedule.Id : hold.Why) : null;
    }
}
