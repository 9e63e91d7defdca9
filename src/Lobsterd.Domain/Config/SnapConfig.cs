namespace Lobsterd.Domain.Config;

/// <summary>Copies of tenants' disks.</summary>
public sealed record SnapConfig
{
    /// <summary>Longest time that a guest's writers may be held back for a snap, in milliseconds, 10 to 60,000.</summary>
    public int MaxFreezeMs { get; init; } = 500;

    /// <summary>What goes by itself.</summary>
    public SnapRetentionConfig Retention { get; init; } = new();
}
