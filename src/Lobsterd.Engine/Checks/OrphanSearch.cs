using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Registry;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Checks;

/// <summary>Finds what belongs to no tenant.</summary>
public sealed class OrphanSearch(IHostInventory inventory, IOrphans orphans, RegistryBook registry, NetworkPlan network)
{
    /// <summary>Everything that is nobody's, in two looks: what a command is about to make or to remove is in one of them somebody's, or not there.</summary>
    public async Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> FindAsync(CancellationToken cancellationToken)
    {
        var before = registry.Current;
        if ((await inventory.TakeAsync(cancellationToken)).TryGetError(out var error, out var first)) return error;
        var suspects = first.Where(item => IsNobodys(item, before) && IsNobodys(item, registry.Current)).ToHashSet();
        if (suspects.Count == 0) return Array.Empty<InventoryItem>();

        if ((await inventory.TakeAsync(cancellationToken)).TryGetError(out error, out var second)) return error;
        return second.Where(item => suspects.Contains(item) && IsNobodys(item, registry.Current)).ToList();
    }

    /// <summary>Whether a thing belongs to nobody now.</summary>
    public bool IsNobodys(InventoryItem item) => IsNobodys(item, registry.Current);

    private bool IsNobodys(InventoryItem item, RegistrySnapshot current)
    {
        if (!orphans.IsOfTenants(item)) return false;

        // By its slot where it has one: a name may have been given again, to another slot. The last slot is no tenant's: templates are made in it.
        return item.Slot is { } slot
            ? slot.Number < network.Slots - 1 && current.Tenants.Values.All(tenant => tenant.Slot != slot)
            : current.Tenants.Keys.All(name => name.Value != item.Tenant);
    }
}
