using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Table;

/// <summary>Adds a table file's lines up. A route may take over a host or a port only after its former tenant gave it up.</summary>
internal sealed class TableFold
{
    private readonly Dictionary<TenantName, EdgeRoute> routes = [];
    private readonly Dictionary<string, TenantName> hosts = [];
    private readonly Dictionary<int, TenantName> ports = [];
    private bool begun;
    private long version;

    public UnitResult<LobsterError> Begin(TableLine.Head head)
    {
        begun = true;
        return head.Schema == TableFile.Schema ? Advance(head.Version) : Fault($"schema {head.Schema} is not {TableFile.Schema}");
    }

    public UnitResult<LobsterError> Put(EdgeRoute route, long at)
    {
        Forget(route.Tenant);
        if (!hosts.TryAdd(route.Host, route.Tenant)) return Fault($"host {route.Host} is in it twice");
        foreach (var port in route.Publish)
            if (!ports.TryAdd(port.HostPort, route.Tenant)) return Fault($"port {port.HostPort} is in it twice");
        routes.Add(route.Tenant, route);
        return routes.Count <= EdgeLimits.MaxRoutes ? Advance(at) : Fault("it has too many routes");
    }

    public UnitResult<LobsterError> Drop(TenantName tenant, long at)
    {
        Forget(tenant);
        return Advance(at);
    }

    public Result<StoredTable, LobsterError> Finish() =>
        begun ? new StoredTable(version, [.. routes.Values]) : new LobsterError(EdgeErrors.Garbled, "the table file has no head");

    private void Forget(TenantName tenant)
    {
        if (!routes.Remove(tenant, out var former)) return;
        _ = hosts.Remove(former.Host);
        foreach (var port in former.Publish) _ = ports.Remove(port.HostPort);
    }

    private UnitResult<LobsterError> Advance(long to)
    {
        if (to < version) return Fault("its versions run backwards");
        version = to;
        return UnitResult.Success<LobsterError>();
    }

    private static UnitResult<LobsterError> Fault(string message) => new LobsterError(EdgeErrors.Garbled, message);
}
