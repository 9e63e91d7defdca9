using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Machine;

/// <summary>The machine's wall clock.</summary>
public static unsafe class WallClock
{
    private const int RealTime = 0;
    private const long NanosecondsPerTick = 100;

    /// <summary>Sets it, for the whole machine.</summary>
    /// <error code="machine.clock.refused">We may not, or it is before 1970.</error>
    public static UnitResult<LobsterError> Set(DateTimeOffset now)
    {
        var ticks = (now - DateTimeOffset.UnixEpoch).Ticks;
        var time = new TimeSpec
        {
            Seconds = Math.DivRem(ticks, TimeSpan.TicksPerSecond, out var rest),
            Nanoseconds = rest * NanosecondsPerTick,
        };
        return MachineCalls.SetClock(RealTime, &time) == 0
            ? UnitResult.Success<LobsterError>()
            : Errno.Last(MachineErrors.ClockRefused, "clock_settime");
    }
}
