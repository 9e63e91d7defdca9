namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>Switches migration's capabilities.</summary>
internal sealed record MigrationCapabilitiesArguments(IReadOnlyList<MigrationCapability> Capabilities);
