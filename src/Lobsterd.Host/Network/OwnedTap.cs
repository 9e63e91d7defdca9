using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network;

/// <summary>A TAP of ours as the kernel tells it.</summary>
/// <param name="Slot">The slot whose name and UID it carries.</param>
/// <param name="Name">Its name, e.g. <c>lob7</c>.</param>
/// <param name="LinkIndex">Its number, for scope ids and raw frames.</param>
/// <param name="Note">Whose it is; null when its making was cut short before that was written.</param>
public sealed record OwnedTap(Slot Slot, string Name, int LinkIndex, OwnerNote? Note);
