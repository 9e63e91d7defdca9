namespace Lobsterd.Host.Images.Kernels;

/// <summary>What a kernel of the store consists of, <c>kernel.json</c> in its folder. The SHA-256 of this file is the folder's name, so the name
/// stands for every byte of kernel and modules.</summary>
internal sealed record KernelManifest
{
    /// <summary>The only form that there is yet.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The form of this file; 1.</summary>
    public required int Schema { get; init; }

    /// <summary>The kernel's release.</summary>
    public required string Release { get; init; }

    /// <summary>The kernel.</summary>
    public required StoredFile Kernel { get; init; }

    /// <summary>The kernel as an uncompressed ELF file; null when the kernel came packed and could not be unpacked. May be the same file.</summary>
    public StoredFile? Vmlinux { get; init; }

    /// <summary>The modules that the guest loads, in load order, not compressed.</summary>
    public required IReadOnlyList<StoredFile> Modules { get; init; }
}
