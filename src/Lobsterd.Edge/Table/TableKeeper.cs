using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Publishing;
using Lobsterd.Edge.Routing;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Table;

/// <summary>The only writer of the table: one change at a time, each on disk before it is true and true before it is acknowledged.</summary>
/// <param name="table">The routes in use.</param>
/// <param name="ports">The published ports.</param>
/// <param name="file">The table on disk.</param>
/// <param name="routes">Makes routes live.</param>
/// <param name="predecessors">What edges before this one have under way.</param>
/// <param name="clock">For tries at ports that are down.</param>
internal sealed partial class TableKeeper(RouteTable table, PortBook ports, TableFile file, LiveRoutes routes, Predecessors predecessors, TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan RevivePeriod = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim gate = new(1);
    private readonly CancellationTokenSource stop = new();
    private Task reviving = Task.CompletedTask;
    private bool isReviving;
    private long version;

    /// <summary>Takes over the table that the last edge left.</summary>
    /// <returns>Why that table is lost; null when it is not, or when there was none.</returns>
    public async Task<LobsterError?> StartAsync(CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var lost = file.Load().TryGetError(out var fault, out var stored) ? fault : null;
        stored ??= StoredTable.Empty;
        version = stored.Version;
        if ((await file.RewriteAsync(stored)).IsFailure) await file.AbandonAsync();
        foreach (var plan in stored.Routes) await AdoptAsync(plan);
        return lost;
    }

    /// <summary>Holds the table still, for an edge that takes over. Where it did not, it goes on with the table as it is: the other may have put a
    /// file of its own in the place of ours.</summary>
    public async Task<TableStill> HoldStillAsync(CancellationToken cancellationToken) =>
        new(await TakeTurnAsync(cancellationToken), async () =>
        {
            if ((await file.RewriteAsync(new StoredTable(version, [.. Plans()]))).IsFailure) await file.AbandonAsync();
        });

    /// <summary>Adds a route, or changes its tenant's.</summary>
    /// <returns>The table's version afterwards.</returns>
    /// <error code="edge.route.host-taken">Another tenant has that host.</error>
    /// <error code="edge.table.full">The table holds as many routes as it may.</error>
    /// <error code="edge.table.unsaved">The change could not be written.</error>
    /// <error code="edge.publish.taken">A port is taken.</error>
    /// <error code="edge.publish.privileged">A port is privileged.</error>
    public async Task<Result<long, LobsterError>> PublishAsync(EdgeRoute plan, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        _ = table.TryFind(plan.Tenant, out var former);
        if (former?.Serves(plan) == true && !plan.Publish.Any(port => ports.Down.Contains(port.HostPort))) return version;
        if (table.TryFind(plan.Host, out var holder) && holder != former)
            return new LobsterError(EdgeErrors.HostTaken, $"host {plan.Host} is tenant {holder.Plan.Tenant}'s");
        if (former is null && table.Count >= EdgeLimits.MaxRoutes)
            return new LobsterError(EdgeErrors.TableFull, $"the edge's table holds {EdgeLimits.MaxRoutes} routes already");

        var next = routes.New(plan, former);
        if ((await ports.OpenAsync(next)).TryGetError(out var error, out var opened)) return GiveUp(next, error);
        if ((await SaveAsync(new TableLine.Put(EdgeTableEntry.Of(plan), version + 1), () => Plans(except: plan.Tenant).Append(plan))).TryGetError(out error))
        {
            await PortBook.CloseAsync(opened);
            return GiveUp(next, error);
        }

        await PutAsync(former, next, opened);
        return ++version;
    }

    /// <summary>Removes a tenant's route; what is under way goes on.</summary>
    /// <returns>The table's version afterwards.</returns>
    public async Task<long> WithdrawAsync(TenantName tenant, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        if (!table.TryFind(tenant, out var former)) return version;

        // A removal cannot be refused: the address may soon be another tenant's. Better no table on disk than one that leads there.
        if ((await SaveAsync(new TableLine.Drop(tenant.Value, version + 1), () => Plans(except: tenant))).IsFailure) await file.AbandonAsync();
        table.Remove(tenant);
        former.Traffic.Abandon();
        await ports.SettleAsync(former, null, []);
        return ++version;
    }

    /// <summary>Puts a whole table in place. Routes that are the same stay untouched; ports that cannot be opened are down.</summary>
    /// <returns>The table's version afterwards.</returns>
    /// <error code="edge.control.garbled">Two of the routes contradict each other.</error>
    public async Task<Result<long, LobsterError>> ReplaceAsync(IReadOnlyList<EdgeRoute> plans, CancellationToken cancellationToken)
    {
        var fold = new TableFold();
        foreach (var plan in plans)
            if (fold.Put(plan, 0).TryGetError(out var error)) return error;

        using var turn = await TakeTurnAsync(cancellationToken);
        var wanted = plans.Select(plan => plan.Tenant).ToHashSet();
        var gone = table.Routes.Where(route => !wanted.Contains(route.Plan.Tenant)).ToList();
        var changed = plans.Where(plan => !(table.TryFind(plan.Tenant, out var former) && former.Serves(plan))).ToList();
        if (gone.Count == 0 && changed.Count == 0) return version;

        version++;
        if ((await file.RewriteAsync(new StoredTable(version, plans))).IsFailure) await file.AbandonAsync();
        foreach (var route in gone)
        {
            table.Remove(route.Plan.Tenant);
            route.Traffic.Abandon();
            await ports.SettleAsync(route, null, []);
        }

        // Every port is given up before any is taken, since one may move from tenant to tenant.
        foreach (var plan in changed)
            if (table.TryFind(plan.Tenant, out var former) && !former.Plan.Publish.SequenceEqual(plan.Publish)) await ports.SettleAsync(former, null, []);
        foreach (var plan in changed) await AdoptAsync(plan);
        return version;
    }

    /// <summary>A line's worth of the table, sorted by tenant.</summary>
    public async Task<EdgeReply.Table> ReadAsync(string? after, CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        var rest = Plans().Where(plan => string.CompareOrdinal(plan.Tenant.Value, after) > 0).OrderBy(plan => plan.Tenant).ToList();
        return new EdgeReply.Table(
            version, [.. rest.Take(EdgeLimits.MaxRoutesPerLine).Select(EdgeTableEntry.Of)], rest.Count > EdgeLimits.MaxRoutesPerLine);
    }

    /// <summary>The table's version.</summary>
    public long Version => Volatile.Read(ref version);

    /// <summary>The first few ports that are down.</summary>
    public async Task<IReadOnlyList<int>> ReadDownAsync(CancellationToken cancellationToken)
    {
        using var turn = await TakeTurnAsync(cancellationToken);
        return [.. ports.Down.Take(EdgeLimits.MaxRoutesPerLine)];
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await reviving;
        stop.Dispose();
        gate.Dispose();
    }

    private async Task AdoptAsync(EdgeRoute plan)
    {
        _ = table.TryFind(plan.Tenant, out var former);
        var next = routes.New(plan, former);
        var opened = ports.OpenWhatCan(next);
        await PutAsync(former, next, opened);
        if (ports.Down.Count == 0 || isReviving) return;
        isReviving = true;
        reviving = ReviveAsync(stop.Token);
    }

    private async Task<UnitResult<LobsterError>> SaveAsync(TableLine line, Func<IEnumerable<EdgeRoute>> plansAfter)
    {
        var saved = file.Append(line);
        if (saved.IsFailure) saved = await file.RewriteAsync(new StoredTable(version + 1, [.. plansAfter()]));
        if (saved.IsSuccess) file.CompactIfLong(table.Count, () => new StoredTable(version + 1, [.. plansAfter()]));
        return saved;
    }

    private async Task ReviveAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(RevivePeriod, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                using var turn = await TakeTurnAsync(cancellationToken);
                ports.Revive();
                if (ports.Down.Count > 0) continue;
                isReviving = false;
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The edge ends.
        }
    }

    private IEnumerable<EdgeRoute> Plans() => table.Routes.Select(route => route.Plan);

    private IEnumerable<EdgeRoute> Plans(TenantName except) => Plans().Where(plan => plan.Tenant != except);

    private static LobsterError GiveUp(LiveRoute next, LobsterError error)
    {
        next.Pool.Retire();
        return error;
    }

    private async Task<Turn> TakeTurnAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        return new Turn(gate);
    }

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
