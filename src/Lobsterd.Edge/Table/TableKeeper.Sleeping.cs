using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Publishing;
using Lobsterd.Edge.Routing;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Table;

/// <summary>Which tenants sleep: a part of the table like any other.</summary>
internal sealed partial class TableKeeper
{
    // Longest wait for what is broken off to end; nothing of it reaches the guest any more.
    private static readonly TimeSpan BreakTime = TimeSpan.FromSeconds(2);

    // A client may have all of its answer a moment before the passage that brought it has left.
    private static readonly TimeSpan LingerTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Parks a tenant: its gate is closed first, and opened again if that cannot be kept. Parked already changes nothing.</summary>
    /// <returns>The table's version afterwards.</returns>
    /// <error code="edge.park.in-flight">Something is under way.</error>
    /// <error code="edge.park.no-route">It has no route.</error>
    /// <error code="edge.table.unsaved">The change could not be written.</error>
    public async Task<Result<long, LobsterError>> ParkAsync(TenantName tenant, bool force, CancellationToken cancellationToken)
    {
        // Outside of the turn, so that no other tenant waits for this one.
        await predecessors.UntilHeardAsync();
        if (!force && table.TryFind(tenant, out var lingering)) await lingering.Traffic.UntilQuietAsync(LingerTime);
        using var turn = await TakeTurnAsync(cancellationToken);
        if (!table.TryFind(tenant, out var former)) return new LobsterError(EdgeErrors.RouteMissing, $"the edge has no route of tenant {tenant}");
        if (former.Plan.Parked) return version;
        if (former.Traffic.TryClose(force).TryGetError(out var error)) return error;

        var plan = former.Plan with { Parked = true };
        if ((await SaveAsync(new TableLine.Put(EdgeTableEntry.Of(plan), version + 1), () => Plans(except: tenant).Append(plan))).TryGetError(out error))
        {
            former.Traffic.Open();
            return error;
        }

        await PutAsync(former, routes.New(plan, former), []);
        return ++version;
    }

    /// <summary>Answers what waits for a tenant. Open or absent changes nothing.</summary>
    /// <returns>The table's version.</returns>
    public async Task<long> RefuseAsync(TenantName tenant, string reason, TimeSpan retryAfter, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        if (table.TryFind(tenant, out var route)) route.Traffic.Refuse(reason, retryAfter);
        return version;
    }

    // A gate is closed before the table leads to a sleeping tenant, and opened after it leads to one that is awake.
    private async Task PutAsync(LiveRoute? former, LiveRoute next, IReadOnlyList<PortListener> opened)
    {
        if (next.Plan.Parked) _ = next.Traffic.TryClose(force: true);
        table.Put(next);
        await ports.SettleAsync(former, next, opened);
        if (!next.Plan.Parked)
        {
            next.Traffic.Open();
            return;
        }

        former?.Pool.CutOff();
        await predecessors.BreakOffAsync(next.Plan.Tenant, BreakTime);
        await next.Traffic.UntilQuietAsync(BreakTime);
    }
}
