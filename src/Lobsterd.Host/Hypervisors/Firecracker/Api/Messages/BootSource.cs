namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>What a VM boots.</summary>
/// <param name="KernelImagePath">An uncompressed ELF kernel, as a path in the jail; opened at once.</param>
/// <param name="InitrdPath">The initramfs, likewise.</param>
/// <param name="BootArgs">The kernel's command line; Firecracker adds what finds the devices. Every guest can read it, and so can the log.</param>
internal sealed record BootSource(string KernelImagePath, string InitrdPath, string BootArgs);
