using Lobsterd.Domain.Access;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Usage;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Identity;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Usage;
using Lobsterd.Protocol.Reef;
using Lobsterd.Reef.Events;
using Lobsterd.Reef.Problems;
using Lobsterd.Reef.Routes;
using Lobsterd.Reef.Tenants;
using Microsoft.AspNetCore.Http;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Lobsterd.Reef.Usage;

/// <summary><c>/v1/stats</c> and <c>/v1/tenants/{name}/stats</c>: what tenants cost and do.</summary>
public sealed class UsageEndpoints(RegistryBook registry, TenantMeter meter, TenantMapping mapping, EventBook events, AttestationBook attestations)
{
    /// <summary>Adds the paths.</summary>
    public void Map(ReefRoutes routes)
    {
        _ = routes.Get(ReefPaths.Stats, ApiScopes.TenantsRead, "Tells what every tenant costs and does, by the host's counters.", ReadAllAsync)
            .Query("name", "Only these names, e.g. team-*.")
            .Answers(ReefJson.Default.UsageList);
        _ = routes.Get($"{ReefPaths.Tenants}/{{name}}/stats", ApiScopes.TenantsRead, "Tells what a tenant costs and does, by the host's counters.", ReadAsync)
            .Answers(ReefJson.Default.UsageBody);
    }

    private async Task<IResult> ReadAllAsync(HttpContext context)
    {
        TenantGlob? names = null;
        if (context.Request.Query["name"].ToString() is { Length: > 0 } pattern && TenantGlob.Parse(pattern).TryGetError(out var invalid, out names)) return ProblemMapping.ToResult(invalid);
        var caller = Peer.CallerOf(context);
        var last = events.LastOfEach();
        var all = await meter.ReadAllAsync(context.RequestAborted);
        var shown = all.Where(usage => caller.MayTouch(usage.Tenant.Name.Value) && names?.Matches(usage.Tenant.Name.Value) is not false);
        return Results.Json(new UsageList([.. shown.Select(usage => ToBody(usage, last))]), ReefJson.Default.UsageList);
    }

    private async Task<IResult> ReadAsync(HttpContext context, string name) =>
        TenantEndpoints.Find(registry, name).TryGetError(out var error, out var tenant)
            ? ProblemMapping.ToResult(error)
            : Results.Json(
                ToBody(await meter.ReadAsync(tenant, context.RequestAborted), events.LastOfEach()) with { Identity = ToBody(attestations.LastOf(tenant.Id)) },
                ReefJson.Default.UsageBody);

    private static IdentityBody? ToBody(Attestation? proved) =>
        proved is null ? null : new(proved.At, proved.Digest, $"{proved.MachineId:N}", proved.BootId, proved.HostKeys, proved.ClockOffMs);

    private UsageBody ToBody(TenantUsage usage, IReadOnlyDictionary<string, Domain.Events.TenantEvent> last) => new(
        mapping.ToBody(usage.Tenant),
        new StatsBody
        {
            At = usage.At,
            CpuMs = usage.Vm?.CpuTime.TotalMilliseconds,
            WaitMs = usage.Vm?.WaitTime?.TotalMilliseconds,
            MemoryBytes = usage.Vm?.ResidentBytes,
            UptimeMs = usage.Uptime?.TotalMilliseconds,
            IsPaused = usage.Vm?.IsPaused ?? false,
            LimitsInForce = usage.Vm?.LimitsInForce ?? [],
            DiskBytes = usage.DiskBytes,
            DiskReadBytes = usage.Vm?.Disk?.ReadBytes,
            DiskWrittenBytes = usage.Vm?.Disk?.WrittenBytes,
            DiskFlushes = usage.Vm?.Disk?.Flushes,
            Throttles = usage.Vm?.Throttles,
            ReceivedBytes = usage.Guest?.ReceivedBytes,
            ReceivedPackets = usage.Guest?.ReceivedPackets,
            SentBytes = usage.Guest?.SentBytes,
            SentPackets = usage.Guest?.SentPackets,
            Requests = usage.Front?.Requests,
            WebSockets = usage.Front?.WebSockets,
            Streams = usage.Front?.Streams,
            UnderWay = usage.Front?.UnderWay,
        },
        last.TryGetValue(usage.Tenant.Name.Value, out var happened) ? EventMapping.ToBody(happened) : null);
}
