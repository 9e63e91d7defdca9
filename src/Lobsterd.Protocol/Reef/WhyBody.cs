namespace Lobsterd.Protocol.Reef;

/// <summary>Why a tenant is as it is.</summary>
/// <param name="Tenant">The tenant's name.</param>
/// <param name="State">What it is, e.g. <c>running</c>.</param>
/// <param name="Mode"><c>always-on</c>, <c>auto</c> or <c>manual</c>.</param>
/// <param name="Reasons">What keeps it awake now, or that it is not; a sentence each.</param>
/// <param name="Evidence">What that was concluded from, by name.</param>
/// <param name="Slow">Where the time of its last spawn, start or wake went; null when that is not known.</param>
/// <param name="Facts">What explains it, oldest first.</param>
public sealed record WhyBody(
    string Tenant,
    string State,
    string Mode,
    IReadOnlyList<string> Reasons,
    IReadOnlyDictionary<string, string> Evidence,
    string? Slow,
    IReadOnlyList<WhyFactBody> Facts);
