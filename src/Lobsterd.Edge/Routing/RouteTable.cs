using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Edge.Routing;

/// <summary>The routes, found by host name or by tenant. Readers take no lock; there is one writer, the <see cref="Table.TableKeeper"/>.</summary>
internal sealed class RouteTable
{
    private readonly ConcurrentDictionary<string, LiveRoute> byHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, LiveRoute>.AlternateLookup<ReadOnlySpan<char>> hosts;
    private readonly ConcurrentDictionary<TenantName, LiveRoute> byTenant = new();

    public RouteTable() => hosts = byHost.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => byTenant.Count;

    /// <summary>Every route, in no order.</summary>
    public ICollection<LiveRoute> Routes => byTenant.Values;

    /// <summary>Finds the route that a request is for.</summary>
    /// <param name="host">The Host header as it came: any case, with or without port, with or without the root's dot.</param>
    /// <param name="route">The route.</param>
    public bool TryFind(ReadOnlySpan<char> host, [NotNullWhen(true)] out LiveRoute? route)
    {
        var colon = host.LastIndexOf(':');
        if (colon >= 0) host = host[..colon];
        if (host is [.., '.']) host = host[..^1];
        return hosts.TryGetValue(host, out route);
    }

    /// <summary>Finds a tenant's route.</summary>
    public bool TryFind(TenantName tenant, [NotNullWhen(true)] out LiveRoute? route) => byTenant.TryGetValue(tenant, out route);

    /// <summary>Puts a route in the place of the tenant's former one, whose pool is retired. Its host must not be another tenant's.</summary>
    public void Put(LiveRoute route)
    {
        _ = byTenant.TryGetValue(route.Plan.Tenant, out var former);
        byTenant[route.Plan.Tenant] = route;
        byHost[route.Plan.Host] = route;
        if (former is null) return;
        if (former.Plan.Host != route.Plan.Host) _ = byHost.TryRemove(new KeyValuePair<string, LiveRoute>(former.Plan.Host, former));
        former.Pool.Retire();
    }

    /// <summary>Takes a tenant's route out and retires its pool.</summary>
    public void Remove(TenantName tenant)
    {
        if (!byTenant.TryRemove(tenant, out var former)) return;
        _ = byHost.TryRemove(new KeyValuePair<string, LiveRoute>(former.Plan.Host, former));
        former.Pool.Retire();
    }
}
