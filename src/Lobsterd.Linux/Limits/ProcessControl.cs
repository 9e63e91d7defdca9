using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Limits;

/// <summary>Properties of this process that prctl(2) sets.</summary>
public static class ProcessControl
{
    private const int DeathSignal = 1;
    private const int Dumpable = 4;
    private const int Name = 15;
    private const int Subreaper = 36;

    /// <summary>Has the kernel send us a signal when the thread that started us ends; not inherited.</summary>
    /// <param name="signal">Of <c>Processes.Signals</c>; 0 for none.</param>
    /// <remarks>The parent may have ended before: look at its pid afterwards.</remarks>
    /// <error code="limit.control.refused">The kernel refused.</error>
    public static UnitResult<LobsterError> SignalOnParentDeath(int signal) => Set(DeathSignal, (nuint)signal, "death signal");

    /// <summary>Forbids core dumps, and tracing by others of our user.</summary>
    /// <error code="limit.control.refused">The kernel refused.</error>
    public static UnitResult<LobsterError> ForbidDumps() => Set(Dumpable, 0, "dumpable");

    /// <summary>Makes orphans among our descendants ours instead of PID 1's.</summary>
    /// <error code="limit.control.refused">The kernel refused.</error>
    public static UnitResult<LobsterError> AdoptOrphans() => Set(Subreaper, 1, "subreaper");

    /// <summary>Names the calling thread; of the main thread, the process.</summary>
    /// <param name="name">ASCII; the first 15 bytes count.</param>
    /// <error code="limit.control.refused">The kernel refused.</error>
    public static unsafe UnitResult<LobsterError> SetName(string name)
    {
        var bytes = stackalloc byte[16];
        for (var i = 0; i < Math.Min(name.Length, 15); i++) bytes[i] = (byte)name[i];
        return Set(Name, (nuint)bytes, name);
    }

    /// <summary>Sets the mask of permission bits that new files do not get.</summary>
    /// <returns>The mask that was in force.</returns>
    public static int SetFileModeMask(int mask) => (int)LimitCalls.SetMask((uint)mask);

    private static UnitResult<LobsterError> Set(int option, nuint value, string what) =>
        LimitCalls.Control(option, value, 0, 0, 0) < 0 ? Errno.Last(LimitErrors.ControlRefused, what) : UnitResult.Success<LobsterError>();
}
