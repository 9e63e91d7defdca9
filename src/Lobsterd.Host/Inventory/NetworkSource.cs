using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Network;

namespace Lobsterd.Host.Inventory;

/// <summary>TAPs, firewall elements, the table that all share, and the forwarding switch.</summary>
public sealed class NetworkSource(TenantNetwork network) : IInventorySource
{
    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> ListAsync(CancellationToken cancellationToken)
    {
        if ((await network.ReadAsync(cancellationToken)).TryGetError(out var error, out var reading)) return error;
        var items = ItemsOf(reading);
        if (reading.Wall.IsUp) items.Add(new InventoryItem(InventoryKind.Firewall, "table", Slot: null, Tenant: null));
        if (reading.SwitchedForwardingOn) items.Add(new InventoryItem(InventoryKind.Sysctl, "net.ipv4.ip_forward", Slot: null, Tenant: null));
        return items;
    }

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<InventoryItem>, LobsterError>> FindAsync(VmOwner owner, CancellationToken cancellationToken) =>
        (await network.ReadAsync(owner.Slot, cancellationToken)).Map(IReadOnlyList<InventoryItem> (reading) => ItemsOf(reading));

    private static List<InventoryItem> ItemsOf(NetworkReading reading) =>
    [
        .. reading.Taps.Select(tap => new InventoryItem(InventoryKind.Tap, tap.Name, tap.Slot, tap.Note?.Name.Value)),
        .. reading.Wall.Elements.Select(element => new InventoryItem(InventoryKind.Firewall, element.Name, element.Slot, element.Note?.Name.Value)),
    ];
}
