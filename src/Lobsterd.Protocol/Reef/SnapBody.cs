namespace Lobsterd.Protocol.Reef;

/// <summary>A snap: a copy of a tenant's disk at one instant.</summary>
public sealed record SnapBody
{
    /// <summary>Its id: 12 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant whose disk it was.</summary>
    public required string Tenant { get; init; }

    /// <summary>That tenant's id; another tenant may have its name by now.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>By which a person finds it again; null for none.</summary>
    public required string? Label { get; init; }

    /// <summary>Why it was taken: <c>request</c> or <c>restore</c>.</summary>
    public required string Cause { get; init; }

    /// <summary>The image that the disk lies over.</summary>
    public required string Image { get; init; }

    /// <summary>The image's content hash.</summary>
    public required string ImageHash { get; init; }

    /// <summary>Apparent size of the disk in bytes.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>What of it is not empty, in bytes.</summary>
    public required long ContentBytes { get; init; }

    /// <summary>SHA-256 of what is not empty: its pieces of 1 MiB, each behind its number as 8 bytes, little-endian.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How long the guest's writers were held back, in milliseconds.</summary>
    public required double FrozenMs { get; init; }

    /// <summary>When it was taken (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The lobsterd that took it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>Whether its disk is not what was sealed; then it is of no use.</summary>
    public required bool Damaged { get; init; }
}
