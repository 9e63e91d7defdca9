namespace Lobsterd.Protocol.Reef;

/// <summary>A template: a paused, anonymous VM that spawns are restored from.</summary>
public sealed record TemplateBody
{
    /// <summary>Its key: a digest of all that shaped it.</summary>
    public required string Key { get; init; }

    /// <summary>Name of the image.</summary>
    public required string Image { get; init; }

    /// <summary>Content hash of the image.</summary>
    public required string ImageHash { get; init; }

    /// <summary>The driver, its version and its accelerator.</summary>
    public required string Hypervisor { get; init; }

    /// <summary>The kernel's release, its hash and that of its initramfs.</summary>
    public required string Kernel { get; init; }

    /// <summary>Virtual CPUs.</summary>
    public required int Vcpus { get; init; }

    /// <summary>Guest RAM in MiB.</summary>
    public required int MemoryMib { get; init; }

    /// <summary>Apparent size of the disk in bytes.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>The workload whose program waits in it for its tenant; absent: none does.</summary>
    public string? Workload { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>How long that took in milliseconds, boot included.</summary>
    public required double TookMs { get; init; }

    /// <summary>Whether a file of it is missing or was changed; then it is never used.</summary>
    public required bool Damaged { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<TemplateFileBody> Files { get; init; }
}
