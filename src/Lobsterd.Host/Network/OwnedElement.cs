using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network;

/// <summary>Something in the firewall that belongs to one slot.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Name">What and where, e.g. <c>lobster-ports 10.66.0.30:9000</c>.</param>
/// <param name="Note">Whose it is; null where the firewall keeps no note.</param>
public sealed record OwnedElement(Slot Slot, string Name, OwnerNote? Note);
