using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Clocks;

/// <summary>The ways in which reading clocks can fail.</summary>
public static class ClockErrors
{
    /// <summary>The kernel gives us no executable page, so the time stamp counter cannot be read.</summary>
    public static readonly ErrorCode CounterUnreadable = new("clock.counter.unreadable", ErrorKind.NotReady);

    /// <summary>The kernel does not tell how its clock is kept.</summary>
    public static readonly ErrorCode KeepingUntold = new("clock.keeping.untold", ErrorKind.NotReady);
}
