namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>What a memory file holds.</summary>
/// <param name="Bytes">Its length: all of the guest's memory, a multiple of 1 MiB.</param>
/// <param name="Sum">Its checksum (<see cref="Memory.RamSum"/>).</param>
internal sealed record SavedMemory(long Bytes, uint Sum);
