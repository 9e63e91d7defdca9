using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>A VMM's process, held so that it cannot come to mean another one.</summary>
/// <param name="process">The handle.</param>
/// <param name="startTicks">When it started.</param>
/// <param name="limitsInForce">The limits that the host enforces on it.</param>
/// <param name="exit">Completes when it has ended, with how.</param>
internal sealed class VmmProcess(PidFd process, long startTicks, IReadOnlyList<string> limitsInForce, Task<VmExit> exit) : IDisposable
{
    /// <summary>Its process id in our pid namespace.</summary>
    internal int Pid => process.Pid;

    /// <summary>When it started, in clock ticks since boot.</summary>
    internal long StartTicks => startTicks;

    /// <summary>The limits that the host enforces on it.</summary>
    internal IReadOnlyList<string> LimitsInForce => limitsInForce;

    /// <summary>Completes when it has ended, with how.</summary>
    internal Task<VmExit> Exit => exit;

    /// <summary>Whether it has ended.</summary>
    internal bool HasExited => process.HasExited;

    /// <inheritdoc/>
    public void Dispose() => process.Dispose();
}
