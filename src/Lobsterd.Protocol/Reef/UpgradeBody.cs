namespace Lobsterd.Protocol.Reef;

/// <summary>What waking a sleeper would come to.</summary>
/// <param name="Tenant">Its name.</param>
/// <param name="SavedAt">When it fell asleep (UTC); null when its saved state is not there.</param>
/// <param name="Hypervisor">Its hypervisor.</param>
/// <param name="SavedBy">The version that saved it; empty when that is not known.</param>
/// <param name="Here">The version that is installed now; null where this host has none of its kind in use.</param>
/// <param name="Plan"><c>resume</c>: it goes on where it was. <c>cold-boot</c>: it boots from its disk.</param>
/// <param name="Why">Why, one sentence.</param>
/// <param name="Advice">What keeps its memory; null where nothing is to be done.</param>
/// <param name="Proof">What came of trying what it sleeps as; null before it was tried.</param>
public sealed record UpgradeBody(
    string Tenant, DateTimeOffset? SavedAt, string Hypervisor, string SavedBy, string? Here, string Plan, string Why, string? Advice, ProofBody? Proof);
