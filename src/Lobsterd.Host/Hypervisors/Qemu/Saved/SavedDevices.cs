namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>What QEMU wrote of its devices.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Sum">CRC-32C of it.</param>
internal sealed record SavedDevices(long Bytes, uint Sum);
