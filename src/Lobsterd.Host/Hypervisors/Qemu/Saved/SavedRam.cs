namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>A guest's memory as it was written.</summary>
/// <param name="Memory">How large it is, and the checksum of what the file holds.</param>
/// <param name="Base">What the file is the difference from; null when it holds everything.</param>
internal sealed record SavedRam(SavedMemory Memory, SavedBase? Base);
