using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Host.Network;

public sealed partial class TenantNetwork : INetworkReadings, IOutwardTraffic
{
    /// <inheritdoc/>
    Task<Result<IReadOnlyDictionary<Slot, ulong>, LobsterError>> IOutwardTraffic.ReadAsync(CancellationToken cancellationToken) => wall.ReadOutwardAsync(cancellationToken);

    /// <inheritdoc/>
    public Result<IReadOnlyList<string>, LobsterError> FaultsOfTap(VmOwner owner) =>
        IsForwarding().Bind(isForwarding => Ask(kernel => links.FaultsOf(kernel, owner, isForwarding)));

    /// <inheritdoc/>
    public Result<bool, LobsterError> IsTapHeld(VmOwner owner) =>
        Ask(kernel => kernel.FindLink(NetworkPlan.TapOf(owner.Slot)).Map(link => link is not null && link.Flags.HasFlag(LinkFlags.Carrier)));

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfWallAsync(AttachNetworkInput planned, CancellationToken cancellationToken) =>
        wall.FaultsAsync(planned, cancellationToken);

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsOfSharedWallAsync(CancellationToken cancellationToken) => wall.FaultsAsync(cancellationToken);

    /// <inheritdoc/>
    public Result<bool, LobsterError> IsForwarding() => Forwarding.IsOn();

    /// <summary>Removes whatever a slot without a tenant has left: TAP, firewall elements, tracked connections. Absent already is success.</summary>
    /// <error code="network.host.not-ready">The kernel refused to tell.</error>
    /// <error code="network.wall.refused">The firewall refused.</error>
    public async Task<UnitResult<LobsterError>> RemoveLeftoverAsync(Slot slot, CancellationToken cancellationToken)
    {
        if ((await ReadAsync(slot, cancellationToken)).TryGetError(out var error, out var reading)) return error;

        // Each by the owner that stands on it: neither wall nor TAP lets go of what is another's.
        var notes = reading.Wall.Elements.Select(element => element.Note).Concat(reading.Taps.Select(tap => tap.Note)).OfType<OwnerNote>().Distinct().ToList();
        if (notes.Count == 0 && TenantName.Parse(Nobody).TryGetValue(out var nobody)) notes.Add(new OwnerNote(nobody, Guid.Empty));
        foreach (var note in notes)
            if ((await DetachAsync(new VmOwner(note.Id, note.Name, slot), cancellationToken)).TryGetError(out error)) return error;
        return UnitResult.Success<LobsterError>();
    }
}
