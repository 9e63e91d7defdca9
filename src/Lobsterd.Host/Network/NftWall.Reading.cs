using System.Globalization;
using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Nftables;

namespace Lobsterd.Host.Network;

internal sealed partial class NftWall
{
    // The chains as the kernel told them right after they were raised: it words rules in its own way, so only its words can be compared.
    private Dictionary<string, string>? raised;

    // What stood for each slot when it was last read. All of it was read in one generation of the kernel's rules, and stands as long as that is the present one:
    // no element that is compared changes without a transaction.
    private readonly Dictionary<Slot, IReadOnlyList<string>> kept = [];
    private uint keptOf;

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsAsync(AttachNetworkInput planned, CancellationToken cancellationToken) =>
        Task.FromResult(Ask(kernel => StandingOf(planned.Owner.Slot, kernel)).Map(standing => WallPlan.Differences(PlannedFor(planned), standing)));

    /// <inheritdoc/>
    public Task<Result<IReadOnlyList<string>, LobsterError>> FaultsAsync(CancellationToken cancellationToken)
    {
        if (raised is not { } wanted)
            return Task.FromResult(Result.Failure<IReadOnlyList<string>, LobsterError>(new LobsterError(NetworkErrors.NotReady, "the firewall was not raised yet", "run 'lobsterd init'")));
        return Task.FromResult(Chains().Map(IReadOnlyList<string> (standing) =>
        [
            .. wanted.Keys.Where(chain => !standing.ContainsKey(chain)).Select(chain => $"chain {chain} is missing"),
            .. wanted.Where(chain => standing.TryGetValue(chain.Key, out var now) && now != chain.Value).Select(chain => $"chain {chain.Key} was changed"),
            .. standing.Keys.Where(chain => !wanted.ContainsKey(chain)).Select(chain => $"chain {chain} is not planned"),
        ]));
    }

    /// <inheritdoc/>
    public Task<Result<IReadOnlyDictionary<Slot, ulong>, LobsterError>> ReadOutwardAsync(CancellationToken cancellationToken) => Task.FromResult(
        Ask(kernel => kernel.List(NftSets.Table, NftSets.Outward)).Map(IReadOnlyDictionary<Slot, ulong> (elements) =>
        {
            var sent = new Dictionary<Slot, ulong>();
            foreach (var element in elements)
                if (sets.SlotOf(element) is { } slot && element.Packets is { } packets) sent[slot] = packets;
            return sent;
        }));

    // A wall that stands and cannot be read back is a check that is unknown, not a wall that did not rise.
    private void Remember() => raised = Chains().TryGetValue(out var chains) ? chains : null;

    private Result<Dictionary<string, string>, LobsterError> Chains()
    {
        if (Ask(kernel => kernel.Chains(NftSets.Table)).TryGetError(out var error, out var names)) return error;
        if (nftables.Open().MapError(NetworkFault.Of).TryGetError(out error, out var context)) return error;
        var chains = new Dictionary<string, string>();
        foreach (var name in names)
        {
            // One that went away since is missing, and told so.
            if (context.Read($"list chain inet {NftSets.Table} {name}").TryGetValue(out var text)) chains[name] = text;
        }
        return chains;
    }

    private IEnumerable<string> PlannedFor(AttachNetworkInput input)
    {
        var (slot, tap) = (input.Owner.Slot, NetworkPlan.TapOf(input.Owner.Slot));
        return
        [
            $"{NftSets.Guests} {tap} of {OwnerNote.Of(input.Owner)}",
            string.Create(CultureInfo.InvariantCulture, $"{NftSets.Zones} {tap} is {NftSets.ZoneOf(slot)}"),
            string.Create(CultureInfo.InvariantCulture, $"{NftSets.Marks} {tap} is {NftSets.MarkOf(slot)}"),
            $"{NftSets.Outward} {tap}",
            .. input.GuestPorts.Distinct().Select(port => string.Create(CultureInfo.InvariantCulture, $"{NftSets.Ports} {port}")),
            .. ((string[])[NftSets.Sends, NftSets.Receives])
                .Where(set => NftSets.RateIn(set, input.Rates) is not null).Select(set => $"{set} {tap} of {NftSets.RateIn(set, input.Rates)}"),
            .. sets.EgressOf(slot, input.Egress).Select(Told),
        ];
    }

    private Result<IReadOnlyList<string>, LobsterError> StandingOf(Slot slot, NftReader kernel)
    {
        // Asked before it is read: what changes in between is read again next time.
        if (kernel.Generation().TryGetError(out var error, out var generation)) return error;
        lock (kept)
        {
            if (keptOf != generation) kept.Clear();
            keptOf = generation;
            if (kept.TryGetValue(slot, out var before)) return Result.Success<IReadOnlyList<string>, LobsterError>(before);
        }

        if (ReadStanding(slot, kernel).TryGetError(out error, out var standing)) return error;
        lock (kept)
            if (keptOf == generation) kept[slot] = standing;
        return Result.Success<IReadOnlyList<string>, LobsterError>(standing);
    }

    private Result<IReadOnlyList<string>, LobsterError> ReadStanding(Slot slot, NftReader kernel)
    {
        var tap = NetworkPlan.TapOf(slot);
        var standing = new List<string>();
        foreach (var (set, key) in sets.KeysOf(slot))
        {
            if (set is NftSets.Connections or NftSets.Rates or NftSets.Bounded or NftSets.Names) continue;
            if (kernel.Find(NftSets.Table, set, key).TryGetError(out var error, out var element)) return error;
            if (element is null) continue;
            standing.Add(set switch
            {
                NftSets.Outward => $"{set} {tap}",
                NftSets.Guests or NftSets.Sends or NftSets.Receives => $"{set} {tap} of {element.Comment}",
                _ => string.Create(CultureInfo.InvariantCulture, $"{set} {tap} is {NumberIn(element)}"),
            });
        }
        if (PortsOf(slot).TryGetError(out var unread, out var ports)) return unread;
        standing.AddRange(ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"{NftSets.Ports} {port}")));
        if (EgressOf(slot).TryGetError(out unread, out var egress)) return unread;
        standing.AddRange(egress.Select(Told));
        return standing;
    }

    private static string Told(EgressElement element) => element.Data is { } data ? $"{element.Set} {element.Key} is {data} of {element.Comment}" : $"{element.Set} {element.Key}";

    private Result<string, LobsterError> OutdatedOf(Slot slot, RateLimits? rates)
    {
        var script = "";
        foreach (var (set, key) in sets.KeysOf(slot))
        {
            if (set is not (NftSets.Zones or NftSets.Marks or NftSets.Sends or NftSets.Receives)) continue;
            if (Ask(kernel => kernel.Find(NftSets.Table, set, key)).TryGetError(out var error, out var element)) return error;
            if (element is null) continue;
            var isPlanned = set switch
            {
                NftSets.Zones => NumberIn(element) == NftSets.ZoneOf(slot),
                NftSets.Marks => NumberIn(element) == NftSets.MarkOf(slot),
                _ => element.Comment == NftSets.RateIn(set, rates),
            };
            if (!isPlanned) script += $"delete element inet {NftSets.Table} {set} {{ \"{NetworkPlan.TapOf(slot)}\" }}\n";
        }
        return script;
    }

    private static uint NumberIn(NftElement element) => element.Data.Length switch
    {
        >= sizeof(uint) => MemoryMarshal.Read<uint>(element.Data.Span),
        >= sizeof(ushort) => MemoryMarshal.Read<ushort>(element.Data.Span),
        _ => 0,
    };
}
