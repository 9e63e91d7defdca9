namespace Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

/// <summary>Which set a descriptor is in now.</summary>
/// <param name="FdsetId">The set's number.</param>
/// <param name="Fd">The descriptor's number in QEMU.</param>
internal sealed record AddFdReturn(int FdsetId, int Fd);
