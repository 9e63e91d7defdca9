using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Jail;

/// <summary>A VMM that runs in its jail, held so that it cannot come to mean another process.</summary>
/// <param name="Process">The handle.</param>
/// <param name="StartTicks">When it started: clock ticks since boot.</param>
/// <param name="LimitsInForce">The limits that the host enforces on it: <c>cpu</c>, <c>memory</c>, <c>pids</c>, or fewer.</param>
/// <param name="Exit">Completes when it has ended, with how.</param>
public sealed record JailedProcess(PidFd Process, long StartTicks, IReadOnlyList<string> LimitsInForce, Task<VmExit> Exit) : IDisposable
{
    /// <summary>Lets go of it; it goes on.</summary>
    public void Dispose() => Process.Dispose();
}
