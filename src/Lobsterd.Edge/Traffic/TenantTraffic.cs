using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Traffic;

/// <summary>The gate of one tenant: everything to it enters here and leaves here, so what it counts is exact.</summary>
/// <remarks>One lock holds counts and limit together. A tenant keeps its gate when its route changes and loses it when it is withdrawn; what
/// is still under way then leaves the old gate.</remarks>
/// <param name="tenant">Whose gate it is.</param>
/// <param name="limit">Most passages at the same time.</param>
/// <param name="total">Where every passage is counted too.</param>
internal sealed class TenantTraffic(TenantName tenant, int limit, TrafficTotal total)
{
    private readonly Lock gate = new();
    private readonly int[] counts = new int[3];
    private readonly long[] totals = new long[3];
    private int sum;

    public TenantName Tenant => tenant;

    /// <summary>Lets one passage in; false when the tenant has as many as it may.</summary>
    public bool TryEnter(PassageKind kind)
    {
        lock (gate)
        {
            if (sum >= limit) return false;
            sum++;
            counts[(int)kind]++;
            totals[(int)kind]++;
        }

        total.Enter();
        return true;
    }

    /// <summary>Lets out what was let in, once.</summary>
    public void Leave(PassageKind kind)
    {
        lock (gate)
        {
            sum--;
            counts[(int)kind]--;
        }

        total.Leave();
    }

    /// <summary>What has been let in so far.</summary>
    public EdgeTraffic ReadTotals()
    {
        lock (gate)
        {
            return new EdgeTraffic(
                tenant.Value, totals[(int)PassageKind.Request], totals[(int)PassageKind.WebSocket], totals[(int)PassageKind.Stream], sum);
        }
    }

    /// <summary>What is in flight at this instant.</summary>
    public EdgeInFlight Read()
    {
        lock (gate)
        {
            return new EdgeInFlight(
                tenant.Value, counts[(int)PassageKind.Request], counts[(int)PassageKind.WebSocket], counts[(int)PassageKind.Stream]);
        }
    }
}
