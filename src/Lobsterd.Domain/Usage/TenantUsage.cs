using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Usage;

/// <summary>What a tenant costs and does at one instant.</summary>
/// <param name="Tenant">Its entry.</param>
/// <param name="At">The instant (UTC).</param>
/// <param name="Vm">What its VMM costs; null when none runs.</param>
/// <param name="Uptime">How long that has run.</param>
/// <param name="DiskBytes">Bytes that its disk takes on the host; null when there is none.</param>
/// <param name="Guest">Its network's counters; null when it has no TAP.</param>
/// <param name="Front">The edge's counters; null when it has no route, or the edge does not tell.</param>
public sealed record TenantUsage(Tenant Tenant, DateTimeOffset At, VmStats? Vm, TimeSpan? Uptime, long? DiskBytes, GuestTraffic? Guest, FrontTraffic? Front);
