namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>A guest's memory, and what its file holds of it.</summary>
/// <param name="Bytes">All of the guest's memory, a multiple of 1 MiB.</param>
/// <param name="Sum">The checksum of the pages in the file (<see cref="Memory.RamSum"/>).</param>
internal sealed record SavedMemory(long Bytes, uint Sum);
