namespace Lobsterd.Protocol.Reef;

/// <summary>The token that a tenant's workload asks of its users.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Token">The secret.</param>
/// <param name="Url">Where it is used.</param>
public sealed record TokenBody(string Tenant, string Token, string Url);
