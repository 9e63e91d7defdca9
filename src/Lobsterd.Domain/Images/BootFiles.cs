namespace Lobsterd.Domain.Images;

/// <summary>The files that a VM boots from, all root-owned, 0444, shared by every VM of the image.</summary>
/// <param name="Kernel">Absolute path of the kernel as it was given: a bzImage, or an ELF file that QEMU enters by the PVH protocol.</param>
/// <param name="Initramfs">Absolute path of the initramfs.</param>
/// <param name="RootImage">Absolute path of the squashfs.</param>
/// <param name="KernelRelease">The kernel's release, e.g. <c>6.1.0-28-cloud-amd64</c>.</param>
public sealed record BootFiles(string Kernel, string Initramfs, string RootImage, string KernelRelease)
{
    /// <summary>Absolute path of the same kernel as an uncompressed ELF file, which is what Firecracker boots; null when the store has none
    /// because the kernel came packed and nothing on the host unpacks it.</summary>
    public string? Vmlinux { get; init; }
}
