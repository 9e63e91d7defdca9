namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>Sets a property of a device.</summary>
/// <param name="Path">The device's place in QEMU's tree of objects.</param>
/// <param name="Property">Which property.</param>
/// <param name="Value">Its new value.</param>
internal sealed record QomSetArguments(string Path, string Property, string Value);
