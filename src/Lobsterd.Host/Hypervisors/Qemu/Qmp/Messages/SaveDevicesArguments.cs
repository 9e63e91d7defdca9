namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>Where device state is saved to.</summary>
/// <param name="Filename">A path, <c>/dev/fdset/N</c> for a passed descriptor, which must be write-only.</param>
/// <param name="Live">False keeps the disks' locks, so that the VM can go on.</param>
internal sealed record SaveDevicesArguments(string Filename, bool Live);
