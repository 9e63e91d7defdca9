using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Schedules;

/// <summary>The ways in which a guest's schedule can be none.</summary>
public static class ScheduleErrors
{
    /// <summary>A guest's schedule cannot be understood; the message says what was expected.</summary>
    public static readonly ErrorCode TextInvalid = new("schedule.text.invalid", ErrorKind.Invalid);
}
