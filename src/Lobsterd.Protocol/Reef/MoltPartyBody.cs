namespace Lobsterd.Protocol.Reef;

/// <summary>What a molt made of one tenant, or of what all share.</summary>
/// <param name="Tenant">Whose; null for what all share.</param>
/// <param name="Healthy">Whether all is healthy now.</param>
/// <param name="Failed">The checks that had failed when it began, by name.</param>
/// <param name="Repairs">What was done, in order; in a dry run, what would be tried first.</param>
/// <param name="Checks">Every check as it is now.</param>
public sealed record MoltPartyBody(string? Tenant, bool Healthy, IReadOnlyList<string> Failed, IReadOnlyList<MoltRepairBody> Repairs, IReadOnlyList<CheckBody> Checks);
