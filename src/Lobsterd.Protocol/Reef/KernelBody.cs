namespace Lobsterd.Protocol.Reef;

/// <summary>A kernel in the store.</summary>
/// <param name="Hash">Content hash of kernel and modules.</param>
/// <param name="Release">The kernel's release.</param>
/// <param name="SizeBytes">Size of kernel and modules.</param>
/// <param name="Modules">How many modules a guest loads.</param>
/// <param name="HasVmlinux">Whether the store has it uncompressed, for Firecracker.</param>
/// <param name="IsCurrent">Whether new VMs boot it.</param>
public sealed record KernelBody(string Hash, string Release, long SizeBytes, int Modules, bool HasVmlinux, bool IsCurrent);
