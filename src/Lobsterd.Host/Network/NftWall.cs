using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Conntrack;
using Lobsterd.Linux.Nftables;

namespace Lobsterd.Host.Network;

/// <summary>The wall in nftables: one table, and a tenant is elements of its sets and maps, so neither a packet nor a change costs more with more tenants.</summary>
/// <remarks>Every change is one transaction of a tenth of a millisecond or two, so it runs on the caller's thread.</remarks>
internal sealed partial class NftWall(NftSets sets, NftWallScript script) : IWall
{
    private static readonly string[] AllSets =
        [NftSets.Guests, NftSets.Zones, NftSets.Marks, NftSets.Connections, NftSets.Rates, NftSets.Outward, NftSets.Bounded, NftSets.Names, NftSets.Sends, NftSets.Receives, .. NftSets.Lists];

    // What is read of a slot must still be so when it is changed; slots that share a lock wait for each other needlessly, and that is all.
    private readonly Lock[] turns = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    private readonly KernelDoor<NftContext> nftables = new(NftContext.Open);
    private readonly KernelDoor<NftReader> reader = new(NftReader.Open);
    private readonly KernelDoor<ConntrackTable> connections = new(ConntrackTable.Open);

    /// <inheritdoc/>
    public bool FollowsNames => true;

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> RaiseAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Ask(kernel => kernel.Chains(NftSets.Table)).Bind(present => Run(script.Raise(present))).Tap(Remember));

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> RazeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Ask(kernel => kernel.HasTable(NftSets.Table)).Bind(isUp => isUp ? Run(NftWallScript.Raze) : UnitResult.Success<LobsterError>()));

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> OpenAsync(AttachNetworkInput input, CancellationToken cancellationToken) =>
        Task.FromResult(InTurn(input.Owner.Slot, () => Open(input)));

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> OpenNameAsync(NamedAddresses named, CancellationToken cancellationToken) =>
        Task.FromResult(InTurn(named.Owner.Slot, () => OpenName(named)));

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> CloseAsync(VmOwner owner, CancellationToken cancellationToken) =>
        Task.FromResult(InTurn(owner.Slot, () => Close(owner)));

    /// <inheritdoc/>
    public Task<Result<WallReading, LobsterError>> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(Ask(ReadAll));

    /// <inheritdoc/>
    public Task<Result<WallReading, LobsterError>> ReadAsync(Slot slot, CancellationToken cancellationToken) =>
        Task.FromResult(Ask(kernel => ReadOf(slot, kernel)));

    /// <inheritdoc/>
    public void Dispose()
    {
        nftables.Dispose();
        reader.Dispose();
        connections.Dispose();
    }

    private Result<T, LobsterError> Ask<T>(Func<NftReader, Result<T, LobsterError>> question) =>
        reader.Open().Bind(question).MapError(NetworkFault.Of);

    private UnitResult<LobsterError> InTurn(Slot slot, Func<UnitResult<LobsterError>> change)
    {
        lock (turns[slot.Number % turns.Length]) return change();
    }

    private UnitResult<LobsterError> Open(AttachNetworkInput input)
    {
        var (slot, note) = (input.Owner.Slot, OwnerNote.Of(input.Owner));
        IReadOnlyList<int> ports = [.. input.GuestPorts.Distinct().Order()];
        var egress = sets.EgressOf(slot, input.Egress);
        if (Ask(kernel => kernel.Find(NftSets.Table, NftSets.Guests, sets.GuestKey(slot))).TryGetError(out var error, out var guest)) return error;
        // What maps to another value, or has another rate, must go first: the kernel does not change an element that is there.
        if (OutdatedOf(slot, input.Rates).TryGetError(out error, out var outdated)) return error;
        if (outdated.Length > 0 && Run(outdated).TryGetError(out error)) return error;
        // A slot that is closed has no ports and no policy: only one that is open may have some to lose.
        if (guest is null) return Run(script.Open(slot, note, ports, [], EgressChange.None with { Wanted = egress }, input.Rates));
        if (OwnerNote.Parse(guest.Comment)?.Id != note.Id)
            return new LobsterError(NetworkErrors.TapForeign, $"the firewall is open at slot {slot} for '{guest.Comment}'");
        if (PortsOf(slot).TryGetError(out error, out var present)) return error;
        if (EgressOf(slot).TryGetError(out error, out var standing)) return error;
        if (NamedOf(slot).TryGetError(out error, out var named)) return error;
        var change = new EgressChange(standing, egress, [.. named.Where(one => !IsMeant(slot, input.Egress, one)).Select(one => one.Element)]);
        var opened = Run(script.Open(slot, note, ports, [.. present.Except(ports)], change, input.Rates));
        // Connections that were begun under the other policy are judged anew; those that others began go on.
        return change.IsAny ? opened.Bind(() => Forget(NftSets.MarkOf(slot) | NftSets.OutwardBit)) : opened;
    }

    private UnitResult<LobsterError> Close(VmOwner owner)
    {
        if (Ask(kernel => kernel.HasTable(NftSets.Table)).TryGetError(out var error, out var isUp)) return error;
        if (!isUp) return UnitResult.Success<LobsterError>();
        if (Ask(kernel => kernel.Find(NftSets.Table, NftSets.Guests, sets.GuestKey(owner.Slot))).TryGetError(out error, out var guest)) return error;
        if (OwnerNote.Parse(guest?.Comment) is { } note && note.Id != owner.Id) return UnitResult.Success<LobsterError>();
        if (PortsOf(owner.Slot).TryGetError(out error, out var ports)) return error;
        if (EgressOf(owner.Slot).TryGetError(out error, out var egress)) return error;
        if (NamedOf(owner.Slot).TryGetError(out error, out var named)) return error;
        // Closed first: then no packet can begin a connection that nobody forgets.
        return Run(script.Close(owner.Slot, ports, new EgressChange(egress, [], [.. named.Select(one => one.Element)])))
            .Bind(() => Forget(NftSets.MarkOf(owner.Slot)))
            .Bind(() => Forget(NftSets.MarkOf(owner.Slot) | NftSets.OutwardBit));
    }

    private UnitResult<LobsterError> Forget(uint mark) => connections.Open().Bind(table => table.ForgetMarked(mark)).MapError(NetworkFault.Of);

    private Result<WallReading, LobsterError> ReadAll(NftReader kernel)
    {
        if (kernel.HasTable(NftSets.Table).TryGetError(out var error, out var isUp)) return error;
        var elements = new List<OwnedElement>();
        foreach (var set in AllSets)
        {
            if (kernel.List(NftSets.Table, set).TryGetError(out error, out var listed)) return error;
            elements.AddRange(listed.Select(element => sets.Owned(set, element)).OfType<OwnedElement>());
        }
        return new WallReading(isUp, elements);
    }

    private Result<WallReading, LobsterError> ReadOf(Slot slot, NftReader kernel)
    {
        if (kernel.HasTable(NftSets.Table).TryGetError(out var error, out var isUp)) return error;
        var elements = new List<OwnedElement>();
        foreach (var set in NftSets.Lists)
        {
            if (kernel.List(NftSets.Table, set).TryGetError(out error, out var listed)) return error;
            elements.AddRange(listed.Select(element => sets.Owned(set, element)).OfType<OwnedElement>().Where(element => element.Slot == slot));
        }
        foreach (var (set, key) in sets.KeysOf(slot))
        {
            if (kernel.Find(NftSets.Table, set, key).TryGetError(out error, out var element)) return error;
            if (element is not null && sets.Owned(set, element) is { } owned) elements.Add(owned);
        }
        return new WallReading(isUp, elements);
    }

    private Result<IReadOnlyList<int>, LobsterError> PortsOf(Slot slot) =>
        Ask(kernel => kernel.List(NftSets.Table, NftSets.Ports))
            .Map(IReadOnlyList<int> (ports) => [.. ports.Where(port => sets.SlotOf(port) == slot).Select(NftSets.PortIn)]);
}
