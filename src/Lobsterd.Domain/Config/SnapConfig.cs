namespace Lobsterd.Domain.Config;

/// <summary>Copies of tenants' disks.</summary>
public sealed record SnapConfig
{
    /// <summary>Longest time that a guest's writers may be held back for a snap, in milliseconds, 10 to 60,000.</summary>
    public int MaxFreezeMs { get; init; } = 500;

    /// <summary>When they are taken by themselves, and of whom, by name.</summary>
    public IReadOnlyDictionary<string, SnapScheduleConfig> Schedules { get; init; } = new Dictionary<string, SnapScheduleConfig>();

    /// <summary>Most scheduled snaps that are taken at a time, 1 to 32.</summary>
    public int MaxParallel { get; init; } = 2;

    /// <summary>What goes by itself.</summary>
    public SnapRetentionConfig Retention { get; init; } = new();
}
