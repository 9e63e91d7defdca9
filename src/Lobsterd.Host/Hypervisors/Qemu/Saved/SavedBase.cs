namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>What a memory file is the difference from.</summary>
/// <param name="Origin">The memory that it stands on.</param>
/// <param name="Pages">How many pages are different.</param>
internal sealed record SavedBase(RamOrigin Origin, int Pages);
