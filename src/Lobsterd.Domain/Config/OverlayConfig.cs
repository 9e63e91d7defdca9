namespace Lobsterd.Domain.Config;

/// <summary>Tenants' disks.</summary>
public sealed record OverlayConfig
{
    /// <summary>Apparent size of a new tenant's disk in bytes, 64 MiB to 16 TiB, a multiple of 1 MiB.</summary>
    public long SizeBytes { get; init; } = 4L << 30;

    /// <summary>Bytes that must stay free on the file system; null: the larger of 5 % of it and 1 GiB.</summary>
    public long? ReserveBytes { get; init; }
}
