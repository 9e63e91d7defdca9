namespace Lobsterd.Domain.Config;

/// <summary>Which snaps go by themselves when another one of their tenant has been taken; one with a label never does.</summary>
public sealed record SnapRetentionConfig
{
    /// <summary>Most snaps of a tenant that are kept, the oldest go first; null: no bound.</summary>
    public int? Count { get; init; }

    /// <summary>Days after which one goes; null: never.</summary>
    public int? Days { get; init; }
}
