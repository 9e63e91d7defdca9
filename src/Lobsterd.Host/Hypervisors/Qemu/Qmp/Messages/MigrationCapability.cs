namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>One of migration's capabilities.</summary>
/// <param name="Capability">QEMU's name for it.</param>
/// <param name="State">Whether it shall be on.</param>
internal sealed record MigrationCapability(string Capability, bool State);
