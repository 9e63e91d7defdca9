using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Inventory;

/// <summary>One thing on the host that is lobsterd's.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name among its kind, stable from one reading to the next (no pids, no handles).</param>
/// <param name="Slot">The slot it belongs to; null when it belongs to the host as a whole.</param>
/// <param name="Tenant">The tenant's name as the thing itself tells it; null when it tells none.</param>
public sealed record InventoryItem(InventoryKind Kind, string Name, Slot? Slot, string? Tenant);
