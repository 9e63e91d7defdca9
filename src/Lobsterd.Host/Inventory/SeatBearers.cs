using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Inventory;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Jail;

namespace Lobsterd.Host.Inventory;

/// <summary>Whose the VMM in a seat is: its slot's, a tenant's whose run folder names the seat, or, while it waits for one, the host's.</summary>
internal sealed class SeatBearers
{
    private readonly IReadOnlyDictionary<Seat, string> taken;

    private SeatBearers(IReadOnlyDictionary<Seat, string> taken) => this.taken = taken;

    /// <summary>As the run folders say it now.</summary>
    internal static SeatBearers Read(LobsterdPaths paths) => new(SeatFile.Taken(paths));

    /// <summary>A thing of a seat's.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="seat">The seat; null for a thing that is nobody's.</param>
    internal InventoryItem ItemOf(InventoryKind kind, string name, Seat? seat) => seat switch
    {
        null => new InventoryItem(kind, name, Slot: null, Tenant: null),
        { IsBeyondSlots: true } beyond => new InventoryItem(kind, name, Slot: null, taken.GetValueOrDefault(beyond)),
        { Number: var number } => new InventoryItem(kind, name, new Slot(number), Tenant: null),
    };
}
