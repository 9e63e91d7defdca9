namespace Lobsterd.Domain.Storage;

/// <summary>What the host has left for one more tenant.</summary>
/// <param name="AvailableMemoryBytes"><c>MemAvailable</c> of /proc/meminfo.</param>
/// <param name="FreeDiskBytes">Free bytes, for root, of the file system that holds the overlays.</param>
/// <param name="TotalDiskBytes">Size of that file system.</param>
public sealed record HostCapacity(long AvailableMemoryBytes, long FreeDiskBytes, long TotalDiskBytes);
