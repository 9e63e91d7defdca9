namespace Lobsterd.Protocol.Reef;

/// <summary>What a molt found and did.</summary>
/// <param name="Healthy">Whether everything is healthy now.</param>
/// <param name="DryRun">Whether it only looked.</param>
/// <param name="Parties">What all tenants share first, then the tenants by name.</param>
public sealed record MoltReportBody(bool Healthy, bool DryRun, IReadOnlyList<MoltPartyBody> Parties);
