using System.Globalization;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Checks;

/// <summary>Whether the guest's disk has room.</summary>
public sealed class GuestSpaceCheck(IAgents agents) : TenantCheck(HealthChecks.GuestSpace)
{
    private const long Mebibyte = 1L << 20;
    private const long LeastFree = 16 * Mebibyte;

    /// <inheritdoc/>
    public override async Task<Observation> LookAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if ((await agents.StatsAsync(tenant.Owner, tenant.AgentToken, cancellationToken)).TryGetError(out var error, out var stats)) return Observation.Unknown(error.FullMessage);
        var free = string.Create(CultureInfo.InvariantCulture, $"{stats.DiskFreeBytes / Mebibyte} MiB of {stats.DiskTotalBytes / Mebibyte} MiB are free");
        return stats.DiskFreeBytes < LeastFree ? Observation.Failed(free) : Observation.Healthy(free);
    }
}
