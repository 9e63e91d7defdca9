using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Why;

/// <summary>Why a tenant is as it is.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Now">What holds now.</param>
/// <param name="Slow">Where the time of its last spawn, start or wake went, one sentence; null when that is not known.</param>
/// <param name="Facts">What explains it, oldest first.</param>
public sealed record WhyAnswer(Tenant Tenant, AwakeReasons Now, string? Slow, IReadOnlyList<WhyFact> Facts);
