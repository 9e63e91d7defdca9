using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Edge;

namespace Lobsterd.Host.Inventory;

/// <summary>The routes in the edge's table, as the edge tells them, and our server in Caddy. An edge that does not run has none.</summary>
public sealed class EdgeSource(EdgeControl edge) : IInventorySource
{
    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> ListAsync(CancellationToken cancellationToken)
    {
        var items = new List<InventoryItem>();
        if (edge.IsRunning)
        {
            if ((await edge.ReadTableAsync(cancellationToken)).TryGetError(out var error, out var routes)) return error;
            items.AddRange(routes.Select(route => ItemOf(route.Tenant)));
        }

        if (await edge.HasCaddyServerAsync(cancellationToken))
            items.Add(new InventoryItem(InventoryKind.CaddyServer, "lobsterd", Slot: null, Tenant: null));
        return items;
    }

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> FindAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        if (!edge.IsRunning) return Array.Empty<InventoryItem>();
        return (await edge.FindAsync(owner.Name, cancellationToken))
            .Map(IReadOnlyList<InventoryItem> (route) => route is null ? [] : [ItemOf(route.Tenant)]);
    }

    private static InventoryItem ItemOf(string tenant) => new(InventoryKind.EdgeRoute, tenant, Slot: null, tenant);
}
