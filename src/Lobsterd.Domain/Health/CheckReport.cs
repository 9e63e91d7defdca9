using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Health;

/// <summary>All checks of one tenant, or of the host, as they came out.</summary>
/// <param name="Tenant">Whose; null for the host's.</param>
/// <param name="Checks">In their fixed order.</param>
public sealed record CheckReport(TenantName? Tenant, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>Whether every check is healthy.</summary>
    public bool IsHealthy => Checks.All(check => check.Status == HealthStatus.Healthy);

    /// <summary>Those that failed, in their order.</summary>
    public IEnumerable<CheckResult> Failed => Checks.Where(check => check.Status == HealthStatus.Failed);
}
