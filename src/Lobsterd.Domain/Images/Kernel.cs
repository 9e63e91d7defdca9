namespace Lobsterd.Domain.Images;

/// <summary>A kernel of the store.</summary>
/// <param name="Hash">What stands for every byte of kernel and modules.</param>
/// <param name="Release">The kernel's release, e.g. <c>6.1.0-28-cloud-amd64</c>.</param>
/// <param name="SizeBytes">Size of kernel and modules in the store.</param>
/// <param name="Modules">How many modules a guest loads.</param>
/// <param name="HasVmlinux">Whether the store has it uncompressed, for Firecracker.</param>
/// <param name="IsCurrent">Whether new VMs boot it.</param>
public sealed record Kernel(string Hash, string Release, long SizeBytes, int Modules, bool HasVmlinux, bool IsCurrent);
