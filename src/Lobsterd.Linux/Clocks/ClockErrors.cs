using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Clocks;

/// <summary>The ways in which reading the CPU's own clock can fail.</summary>
public static class ClockErrors
{
    /// <summary>The kernel gives us no executable page, so the time stamp counter cannot be read.</summary>
    public static readonly ErrorCode CounterUnreadable = new("clock.counter.unreadable", ErrorKind.NotReady);
}
