namespace Lobsterd.Domain.Hypervisors;

/// <summary>What a VMM's disks have done since it started, or since a service that came later took it up.</summary>
/// <param name="ReadBytes">Bytes that the guest has read.</param>
/// <param name="WrittenBytes">Bytes that it has written.</param>
/// <param name="Flushes">How often it has asked for what it wrote to be on the disk.</param>
public sealed record VmDisk(long ReadBytes, long WrittenBytes, long Flushes);
