namespace Lobsterd.Domain.Hypervisors;

/// <summary>A VMM process, told so that it can be recognised again after a restart; a pid alone never is.</summary>
/// <param name="Pid">Process id in the service's pid namespace.</param>
/// <param name="StartTicks">Field 22 of <c>/proc/PID/stat</c>: clock ticks since boot when it started.</param>
/// <param name="BootId"><c>/proc/sys/kernel/random/boot_id</c> of the host's boot in which it started.</param>
/// <param name="Version">The VMM's own version, e.g. <c>7.2.22</c>; a suspended VM wants the same one again.</param>
public sealed record VmProcess(int Pid, long StartTicks, Guid BootId, string Version);
