using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Machine;

/// <summary>The machine's wall clock.</summary>
public static unsafe class WallClock
{
    private const int RealTime = 0;

    /// <summary>Sets it, for the whole machine.</summary>
    /// <error code="machine.clock.refused">We may not, or it is before 1970.</error>
    public static UnitResult<LobsterError> Set(DateTimeOffset now)
    {
        var time = TimeSpec.Of(now - DateTimeOffset.UnixEpoch);
        return MachineCalls.SetClock(RealTime, &time) == 0
            ? UnitResult.Success<LobsterError>()
            : Errno.Last(MachineErrors.ClockRefused, "clock_settime");
    }
}
