using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Hypervisors;

/// <summary>The ways in which a hypervisor driver can fail.</summary>
public static class VmErrors
{
    /// <summary>The VMM could not be started.</summary>
    public static readonly ErrorCode StartFailed = new("vm.start.failed", ErrorKind.Unavailable);

    /// <summary>The VMM ended while something was asked of it.</summary>
    public static readonly ErrorCode Exited = new("vm.process.exited", ErrorKind.Unavailable);

    /// <summary>There is no VMM of that owner.</summary>
    public static readonly ErrorCode NotRunning = new("vm.process.not-running", ErrorKind.Conflict);

    /// <summary>A process of that pid runs, but it is not the VMM that was recorded.</summary>
    public static readonly ErrorCode Foreign = new("vm.process.foreign", ErrorKind.Conflict);

    /// <summary>The VMM's control socket did not answer in its bound.</summary>
    public static readonly ErrorCode Unreachable = new("vm.control.unreachable", ErrorKind.Unavailable);

    /// <summary>The VMM refused a command; its own words are in the message.</summary>
    public static readonly ErrorCode Refused = new("vm.control.refused", ErrorKind.Conflict);

    /// <summary>The hypervisor gives its guests no console.</summary>
    public static readonly ErrorCode NoConsole = new("vm.console.missing", ErrorKind.Conflict);

    /// <summary>A saved state does not fit the VM it shall become, or is damaged.</summary>
    public static readonly ErrorCode StateUnusable = new("vm.state.unusable", ErrorKind.Conflict);

    /// <summary>A VM's state could not be written; nothing of it is left.</summary>
    public static readonly ErrorCode SaveFailed = new("vm.state.unwritable", ErrorKind.Exhausted);

    /// <summary>A release of a hypervisor cannot be had.</summary>
    public static readonly ErrorCode ReleaseUnreachable = new("vm.release.unreachable", ErrorKind.Unavailable);

    /// <summary>A release of a hypervisor is not the one that its hash names, or none that can be used.</summary>
    public static readonly ErrorCode ReleaseUnusable = new("vm.release.unusable", ErrorKind.Invalid);

    /// <summary>The host has no hypervisor that could run a VM.</summary>
    public static readonly ErrorCode NoHypervisor = new("vm.hypervisor.missing", ErrorKind.NotReady);
}
