namespace Lobsterd.Domain.Images;

/// <summary>The files that a VM boots from, all root-owned, 0444, shared by every VM of the image.</summary>
/// <param name="Kernel">Absolute path of the kernel (bzImage for QEMU).</param>
/// <param name="Initramfs">Absolute path of the initramfs.</param>
/// <param name="RootImage">Absolute path of the squashfs.</param>
/// <param name="KernelRelease">The kernel's release, e.g. <c>6.1.0-28-cloud-amd64</c>.</param>
public sealed record BootFiles(string Kernel, string Initramfs, string RootImage, string KernelRelease);
