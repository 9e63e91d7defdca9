namespace Lobsterd.Protocol.Reef;

/// <summary>Tenants with what they cost and do; at most half a second old.</summary>
/// <param name="Tenants">By name.</param>
public sealed record UsageList(IReadOnlyList<UsageBody> Tenants);
