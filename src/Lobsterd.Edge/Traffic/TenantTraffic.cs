using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Traffic;

/// <summary>The gate of one tenant: everything to it enters here and leaves here, so what it counts is exact, and once it is closed nothing
/// passes.</summary>
/// <remarks>One lock holds counts, limit and closing together, so there is no instant at which a passage is neither counted nor held. A tenant
/// keeps its gate when its route changes and loses it when it is withdrawn; what is still under way then leaves the old gate.</remarks>
#pragma warning disable CA1001 // A source of cancellation without a timer has nothing to dispose of, and a late passage may still ask it.
internal sealed partial class TenantTraffic
#pragma warning restore CA1001
{
    private readonly Lock gate = new();
    private readonly int[] counts = new int[3];
    private readonly long[] totals = new long[3];
    private readonly TenantName tenant;
    private readonly int limit;
    private readonly TrafficTotal total;
    private readonly HoldDesk desk;
    private readonly Predecessors predecessors;
    private readonly TokenBucket budget;
    private long movedAt;
    private int sum;

    /// <summary>Makes an open gate.</summary>
    /// <param name="tenant">Whose gate it is.</param>
    /// <param name="limit">Most passages at the same time.</param>
    /// <param name="total">Where every passage is counted too.</param>
    /// <param name="desk">Where those wait who come while it is closed.</param>
    /// <param name="predecessors">What edges before this one have under way; told as this one's.</param>
    public TenantTraffic(TenantName tenant, int limit, TrafficTotal total, HoldDesk desk, Predecessors predecessors)
    {
        this.tenant = tenant;
        this.limit = limit;
        this.total = total;
        this.desk = desk;
        this.predecessors = predecessors;
        budget = new TokenBucket(desk.Bounds.WakesPerTenant, desk.Clock);
        movedAt = desk.Clock.GetTimestamp();
    }

    public TenantName Tenant => tenant;

    /// <summary>Lets one passage in, if there is room and the tenant is awake.</summary>
    public Entry TryEnter(PassageKind kind)
    {
        lock (gate) return hasMoved ? Entry.Moved : line is null ? EnterOpen(kind) : Entry.Parked;
    }

    /// <summary>Lets out what was let in, once.</summary>
    /// <param name="kind">What it was.</param>
    /// <param name="spokeAt">When it last carried something, where that is known: a connection that was only kept open is no use of the tenant.</param>
    public void Leave(PassageKind kind, long? spokeAt = null)
    {
        lock (gate)
        {
            sum--;
            counts[(int)kind]--;
            movedAt = Math.Max(movedAt, spokeAt ?? desk.Clock.GetTimestamp());
            if (sum == 0) quiet?.SetResult();
            if (sum == 0) quiet = null;
        }

        total.Leave();
    }

    /// <summary>What has been let in so far.</summary>
    public EdgePassed ReadPassed()
    {
        lock (gate)
        {
            return new EdgePassed(
                tenant.Value, totals[(int)PassageKind.Request], totals[(int)PassageKind.WebSocket], totals[(int)PassageKind.Stream], sum);
        }
    }

    /// <summary>What is in flight at this instant.</summary>
    public EdgeInFlight Read()
    {
        var before = predecessors.Of(tenant);
        lock (gate) return Own().Plus(before);
    }

    /// <summary>What is in flight and what waits at this instant, and since when nothing moved.</summary>
    public EdgeTraffic ReadAll()
    {
        var before = predecessors.Of(tenant);
        lock (gate)
        {
            if (!Predecessors.IsNothing(before)) movedAt = desk.Clock.GetTimestamp();
            var all = Own().Plus(before);
            return new EdgeTraffic(
                tenant.Value, all.Requests, all.WebSockets, all.Streams, line?.Count ?? 0, (long)desk.Clock.GetElapsedTime(movedAt).TotalMilliseconds, line is not null);
        }
    }

    // Under the gate.
    private EdgeInFlight Own() =>
        new(tenant.Value, counts[(int)PassageKind.Request], counts[(int)PassageKind.WebSocket], counts[(int)PassageKind.Stream]);

    private Entry EnterOpen(PassageKind kind)
    {
        movedAt = desk.Clock.GetTimestamp();
        if (sum >= limit) return Entry.Full;
        sum++;
        counts[(int)kind]++;
        totals[(int)kind]++;
        total.Enter();
        return Entry.Entered;
    }
}
