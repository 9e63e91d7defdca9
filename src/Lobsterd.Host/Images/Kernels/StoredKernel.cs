namespace Lobsterd.Host.Images.Kernels;

/// <summary>A kernel of the store, ready to boot.</summary>
/// <param name="Kernel">Absolute path of the kernel.</param>
/// <param name="Vmlinux">Absolute path of the uncompressed kernel; null when there is none.</param>
/// <param name="Initramfs">Absolute path of its initramfs with the present guest binary.</param>
/// <param name="Release">The kernel's release.</param>
internal sealed record StoredKernel(string Kernel, string? Vmlinux, string Initramfs, string Release);
