using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Hypervisors;

/// <summary>What both drivers say where a VM is not what was asked for.</summary>
internal static class VmFaults
{
    // A control socket is closed a little before its process has ended, and the end is recorded a little after it.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    /// <summary>There is no VM (<c>vm.process.not-running</c>).</summary>
    internal static LobsterError NotRunning(VmOwner owner) => new(VmErrors.NotRunning, $"tenant {owner.Name} has no VM that runs");

    /// <summary>What was recorded is not its VM (<c>vm.process.foreign</c>).</summary>
    internal static LobsterError Foreign(VmOwner owner, string why) =>
        new(VmErrors.Foreign, $"tenant {owner.Name}: the process that was recorded is not its VMM: {why}");

    /// <summary>The VMM did not come up (<c>vm.start.failed</c>).</summary>
    internal static LobsterError NotStarted(VmOwner owner, string vmm, LobsterError cause) =>
        new(VmErrors.StartFailed, $"tenant {owner.Name}: {vmm} did not come up", Cause: cause);

    /// <summary>A saved state that its VMM did not take (<c>vm.state.unusable</c>).</summary>
    internal static LobsterError Unusable(VmOwner owner, LobsterError cause) =>
        new(VmErrors.StateUnusable, $"tenant {owner.Name}: the saved state did not load", Cause: cause);

    /// <summary>A VM that could not be saved (<c>vm.state.unwritable</c>).</summary>
    internal static LobsterError Unwritable(VmOwner owner, string how) =>
        new(VmErrors.SaveFailed, $"tenant {owner.Name}: the VM could not be saved: {how}", "see that the disk has room");

    /// <summary>Why a control socket was lost: the VMM's end if it ended (<c>vm.process.exited</c>), else what was seen (<c>vm.control.unreachable</c>).</summary>
    internal static async Task<LobsterError> OfLostControlAsync(VmOwner owner, Task<VmExit> exit, Func<VmExit, string> describe, LobsterError seen, TimeProvider clock)
    {
        try
        {
            return new LobsterError(VmErrors.Exited, $"tenant {owner.Name}: {describe(await exit.WaitAsync(LongestEnd, clock))}");
        }
        catch (TimeoutException)
        {
            return new LobsterError(VmErrors.Unreachable, $"tenant {owner.Name}: {seen.Message}");
        }
    }
}
