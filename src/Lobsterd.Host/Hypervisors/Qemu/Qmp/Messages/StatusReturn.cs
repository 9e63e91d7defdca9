namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>What the VM does.</summary>
/// <param name="Running">Whether its CPUs run.</param>
/// <param name="Status">QEMU's word, e.g. <c>running</c>, <c>paused</c>, <c>prelaunch</c>, <c>inmigrate</c>.</param>
internal sealed record StatusReturn(bool Running, string Status);
