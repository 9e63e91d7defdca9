using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Conntrack;

namespace Lobsterd.Host.Network.Iptables;

/// <summary>The wall in iptables, for hosts whose firewall is kept with it. A tenant is rules of its own, so a packet costs more with more tenants.</summary>
/// <remarks>What is to be opened is opened from the inside out, and closed from the outside in: until the last table is written, and from the first one on, no frame of
/// the guest's passes.</remarks>
/// <param name="rules">What all share.</param>
/// <param name="tenants">What one has.</param>
/// <param name="ipv4">iptables.</param>
/// <param name="ipv6">ip6tables; null where the kernel has no IPv6.</param>
internal sealed partial class IptablesWall(IptablesRules rules, IptablesTenant tenants, IptablesFamily ipv4, IptablesFamily? ipv6) : IWall
{
    private static readonly string[] InsideOut = ["nat", "mangle", "filter", "raw"];

    private readonly SemaphoreSlim turn = new(1);
    private readonly KernelDoor<ConntrackTable> connections = new(ConntrackTable.Open);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> RaiseAsync(CancellationToken cancellationToken) =>
        InTurnAsync(
            async () =>
            {
                var changed = await EachAsync((family, isIpv6) => ChangeAsync(family, standing => Raise(standing, isIpv6), cancellationToken));
                if (changed.IsSuccess) await RememberAsync(cancellationToken);
                return changed;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> RazeAsync(CancellationToken cancellationToken) =>
        InTurnAsync(() => EachAsync((family, _) => ChangeAsync(family, Raze, cancellationToken)), cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> OpenAsync(AttachNetworkInput input, CancellationToken cancellationToken) =>
        InTurnAsync(() => OpenInTurnAsync(input, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public bool FollowsNames => false;

    /// <inheritdoc/>
    public Task HearAsync(Action changed, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> OpenNameAsync(NamedAddresses named, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Failure(Walls.NamesUnsupported()));

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> CloseAsync(VmOwner owner, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            var closed = await EachAsync((family, _) => ChangeAsync(family, standing => Replace(Of(standing, owner), [], OutsideIn), cancellationToken));
            // Closed first: then no packet can begin a connection that nobody forgets.
            return closed.Bind(() => Forget(NftSets.MarkOf(owner.Slot))).Bind(() => Forget(NftSets.MarkOf(owner.Slot) | NftSets.OutwardBit));
        },
        cancellationToken);

    /// <inheritdoc/>
    public async Task<Result<WallReading, LobsterError>> ReadAsync(CancellationToken cancellationToken)
    {
        var (isUp, elements) = (false, new List<OwnedElement>());
        var read = await EachAsync(async (family, isIpv6) =>
        {
            if ((await family.ReadAsync(cancellationToken)).TryGetError(out var error, out var standing)) return error;
            isUp |= standing.Ours.Any();
            elements.AddRange(standing.OfTenants.Select(rule => new OwnedElement(rule.Owner!.Value.Slot, $"{(isIpv6 ? "ip6" : "ip")} {rule.Addition}", rule.Owner.Value.Note)));
            return UnitResult.Success<LobsterError>();
        });
        return read.Map(() => new WallReading(isUp, elements));
    }

    /// <inheritdoc/>
    public async Task<Result<WallReading, LobsterError>> ReadAsync(Slot slot, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Map(reading => reading with { Elements = [.. reading.Elements.Where(element => element.Slot == slot)] });

    /// <inheritdoc/>
    public void Dispose()
    {
        turn.Dispose();
        connections.Dispose();
    }

    private static IEnumerable<string> OutsideIn => InsideOut.Reverse();

    private async Task<UnitResult<LobsterError>> OpenInTurnAsync(AttachNetworkInput input, CancellationToken cancellationToken)
    {
        var owner = input.Owner;
        var isOther = false;
        var opened = await EachAsync(async (family, isIpv6) =>
        {
            if ((await family.ReadAsync(cancellationToken)).TryGetError(out var error, out var standing)) return error;
            if (standing.OfTenants.FirstOrDefault(rule => rule.Owner!.Value.Slot == owner.Slot && rule.Owner.Value.Note.Id != owner.Id)?.Owner is { } other)
                return new LobsterError(NetworkErrors.TapForeign, $"the firewall is open at slot {owner.Slot} for '{other.Note}'");

            var present = Of(standing, owner);
            var wanted = isIpv6 ? IptablesTenant.Ipv6(owner).ToList() : tenants.Ipv4(input).ToList();
            isOther |= present.Count > 0 && !Outwards(present).SequenceEqual(Outwards(wanted));
            return await family.WriteAsync(Replace(present, wanted, InsideOut), cancellationToken);
        });
        // Connections that were begun under the other policy are judged anew; those that others began go on.
        return isOther ? opened.Bind(() => Forget(NftSets.MarkOf(owner.Slot) | NftSets.OutwardBit)) : opened;
    }

    private IptablesScript Raise(IptablesReading standing, bool isIpv6)
    {
        var script = new IptablesScript();
        var shared = rules.Shared(isIpv6).ToList();
        foreach (var table in InsideOut)
            _ = script
                .Table(table, IptablesChains.OfTenants.Where(chain => chain.Table == table && !standing.Has(table, chain.Chain)).Select(chain => IptablesScript.Chain(chain.Chain)))
                .Table(table, shared.Where(rule => rule.Table == table).Select(rule => rule.Chain).Distinct().Select(IptablesScript.Chain))
                .Table(table, shared.Where(rule => rule.Table == table).Select(rule => rule.Addition))
                .Table(table, standing.Jumps.Where(rule => rule.Table == table).Select(rule => rule.Deletion))
                .Table(table, IptablesRules.Jumps(isIpv6).Where(rule => rule.Table == table).Select(rule => $"-I {rule.Chain} 1 {rule.Words}"));
        return script;
    }

    private static IptablesScript Raze(IptablesReading standing)
    {
        var script = new IptablesScript();
        foreach (var table in standing.Ours.Select(chain => chain.Table).Distinct())
            _ = script
                .Table(table, standing.Jumps.Where(rule => rule.Table == table).Select(rule => rule.Deletion))
                .Table(table, standing.Ours.Where(chain => chain.Table == table).Select(chain => $"-F {chain.Chain}"))
                .Table(table, standing.Ours.Where(chain => chain.Table == table).Select(chain => $"-X {chain.Chain}"));
        return script;
    }

    private static IptablesScript Replace(IReadOnlyList<IptablesRule> present, IReadOnlyList<IptablesRule> wanted, IEnumerable<string> order)
    {
        var script = new IptablesScript();
        if (present.SequenceEqual(wanted)) return script;
        foreach (var table in order)
            _ = script
                .Table(table, present.Where(rule => rule.Table == table).Select(rule => rule.Deletion))
                .Table(table, wanted.Where(rule => rule.Table == table).Select(rule => rule.Addition));
        return script;
    }

    private static List<IptablesRule> Of(IptablesReading standing, VmOwner owner) =>
        [.. standing.OfTenants.Where(rule => rule.Owner!.Value is var (slot, note) && slot == owner.Slot && note.Id == owner.Id)];

    private static IEnumerable<string> Outwards(IEnumerable<IptablesRule> rules) =>
        rules.Where(rule => rule.Chain == IptablesChains.Outwards).Select(rule => rule.Words);

    private static async Task<UnitResult<LobsterError>> ChangeAsync(IptablesFamily family, Func<IptablesReading, IptablesScript> change, CancellationToken cancellationToken) =>
        (await family.ReadAsync(cancellationToken)).TryGetError(out var error, out var standing) ? error : await family.WriteAsync(change(standing), cancellationToken);

    private async Task<UnitResult<LobsterError>> EachAsync(Func<IptablesFamily, bool, Task<UnitResult<LobsterError>>> act)
    {
        if (ipv6 is not null && (await act(ipv6, true)).TryGetError(out var error)) return error;
        return await act(ipv4, false);
    }

    private async Task<UnitResult<LobsterError>> InTurnAsync(Func<Task<UnitResult<LobsterError>>> act, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await act();
        }
        finally
        {
            _ = turn.Release();
        }
    }

    private UnitResult<LobsterError> Forget(uint mark) => connections.Open().Bind(table => table.ForgetMarked(mark)).MapError(NetworkFault.Of);
}
