namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>The memory file that a VM was restored from together with others.</summary>
/// <param name="Path">Where it lay then; it may have gone since, or another one be there.</param>
/// <param name="Content">What it holds.</param>
internal sealed record RamOrigin(string Path, SavedMemory Content);
