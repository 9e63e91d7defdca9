namespace Lobsterd.Protocol.Reef;

/// <summary>What waking each sleeper would come to.</summary>
/// <param name="Sleepers">By name.</param>
public sealed record UpgradeList(IReadOnlyList<UpgradeBody> Sleepers);
