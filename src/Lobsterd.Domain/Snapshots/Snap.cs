using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Snapshots;

/// <summary>A copy of a tenant's disk at one instant, with all that has to be known to use it. It belongs to the tenant's id, not to its name.</summary>
public sealed record Snap
{
    /// <summary>Its id; one of its tenant's.</summary>
    public required SnapId Id { get; init; }

    /// <summary>The tenant whose disk it was.</summary>
    public required Guid TenantId { get; init; }

    /// <summary>That tenant's name then.</summary>
    public required TenantName Tenant { get; init; }

    /// <summary>By which a person finds it again; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Why it was taken.</summary>
    public required SnapCause Cause { get; init; }

    /// <summary>Content hash of the image that the disk lies over.</summary>
    public required string Image { get; init; }

    /// <summary>The image's name, for people.</summary>
    public required string ImageName { get; init; }

    /// <summary>The workload that ran on it.</summary>
    public required string Workload { get; init; }

    /// <summary>The workload's port.</summary>
    public required int Port { get; init; }

    /// <summary>Apparent size of the disk in bytes.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>When it was taken (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The lobsterd that took it.</summary>
    public required string MadeBy { get; init; }

    /// <summary>How long the guest's writers were held back; zero where there was no guest.</summary>
    public TimeSpan Frozen { get; init; }

    /// <summary>Bytes of the disk that are in pieces which are not all zero: what an archive holds of it before it is compressed. 0 until it is sealed.</summary>
    public long ContentBytes { get; init; }

    /// <summary>SHA-256 of those pieces, each behind its number, lower-case hex; empty until it is sealed.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Whether the disk that is there now has not the size that was sealed; told where it is listed.</summary>
    public bool IsDamaged { get; init; }

    /// <summary>A snap of a tenant's disk as it is now, not yet sealed.</summary>
    public static Snap Of(Tenant tenant, SnapId id, SnapCause cause, string? label, DateTimeOffset now, string madeBy) => new()
    {
        Id = id,
        TenantId = tenant.Id,
        Tenant = tenant.Name,
        Label = label,
        Cause = cause,
        Image = tenant.Image,
        ImageName = tenant.ImageName,
        Workload = tenant.Workload,
        Port = tenant.Port,
        DiskBytes = tenant.DiskBytes,
        MadeAt = now,
        MadeBy = madeBy,
    };
}
