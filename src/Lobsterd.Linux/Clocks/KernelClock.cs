using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Clocks;

/// <summary>The kernel's own clock.</summary>
public static class KernelClock
{
    // struct timex of sys/timex.h on x86-64; its first field is the modes, and none of them set changes nothing.
    private const int TimexBytes = 208;

    // TIME_ERROR: nobody has said for a while that the clock is right.
    private const int Unsynchronized = 5;

    /// <summary>Whether something keeps it right (NTP, a hypervisor's clock that a daemon follows).</summary>
    /// <error code="clock.keeping.untold">The kernel refused to tell.</error>
    public static unsafe Result<bool, LobsterError> IsSynchronized()
    {
        var state = stackalloc byte[TimexBytes];
        new Span<byte>(state, TimexBytes).Clear();
        var answer = ClockCalls.Adjust(state);
        return answer < 0 ? Errno.Last(ClockErrors.KeepingUntold, "adjtimex") : answer != Unsynchronized;
    }
}
