using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Network.Iptables;

internal sealed partial class IptablesWall
{
    // Each family's shared rules as its program told them right after they were raised: it words them in its own way.
    private readonly Dictionary<bool, IReadOnlyList<string>> raised = [];

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<string>, LobsterError>> FaultsAsync(AttachNetworkInput planned, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var read = await EachAsync(async (family, isIpv6) =>
        {
            if ((await family.ReadAsync(cancellationToken)).TryGetError(out var error, out var standing)) return error;
            var wanted = isIpv6 ? IptablesTenant.Ipv6(planned.Owner) : tenants.Ipv4(planned);

            // Whoever else has the slot's rules: they are not planned.
            var present = standing.OfTenants.Where(rule => rule.Owner!.Value.Slot == planned.Owner.Slot);
            faults.AddRange(WallPlan.Differences(wanted.Select(rule => Worded(rule, isIpv6)), present.Select(rule => Worded(rule, isIpv6))));
            return UnitResult.Success<LobsterError>();
        });
        return read.TryGetError(out var unread) ? unread : faults;
    }

    /// <inheritdoc/>
    public async Task<Result<IReadOnlyList<string>, LobsterError>> FaultsAsync(CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var read = await EachAsync(async (family, isIpv6) =>
        {
            if (!raised.TryGetValue(isIpv6, out var wanted)) return new LobsterError(NetworkErrors.NotReady, "the firewall was not raised yet", "run 'lobsterd init'");
            if ((await family.ReadAsync(cancellationToken)).TryGetError(out var error, out var standing)) return error;
            var present = Shared(standing, isIpv6);
            faults.AddRange(WallPlan.Differences(wanted, present));
            if (faults.Count == 0 && !present.SequenceEqual(wanted)) faults.Add("the shared rules are in another order");
            return UnitResult.Success<LobsterError>();
        });
        return read.TryGetError(out var unread) ? unread : faults;
    }

    /// <summary>It counts nobody: what is established passes before it comes to a rule of the tenant's.</summary>
    public Task<Result<IReadOnlyDictionary<Slot, ulong>, LobsterError>> ReadOutwardAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Result.Success<IReadOnlyDictionary<Slot, ulong>, LobsterError>(new Dictionary<Slot, ulong>()));

    // A wall that stands and cannot be read back is a check that is unknown, not a wall that did not rise.
    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        raised.Clear();
        _ = await EachAsync(async (family, isIpv6) =>
        {
            if ((await family.ReadAsync(cancellationToken)).TryGetError(out var error, out var standing)) return error;
            raised[isIpv6] = Shared(standing, isIpv6);
            return UnitResult.Success<LobsterError>();
        });
    }

    private static IReadOnlyList<string> Shared(IptablesReading standing, bool isIpv6) =>
    [
        .. standing.Ours.Select(chain => $"{(isIpv6 ? "ip6" : "ip")} {chain.Table} chain {chain.Chain}").Order(StringComparer.Ordinal),
        .. standing.Rules.Where(rule => standing.Ours.Contains((rule.Table, rule.Chain)) && rule.Owner is null).Select(rule => Worded(rule, isIpv6)),
        .. JumpsOf(standing).Select(jump => $"{Worded(jump.Rule, isIpv6)} at {jump.Place}"),
    ];

    // With their places: one that does not come first lets other rules judge before ours.
    private static IEnumerable<(IptablesRule Rule, int Place)> JumpsOf(IptablesReading standing) =>
        standing.Rules
            .GroupBy(rule => (rule.Table, rule.Chain))
            .SelectMany(chain => chain.Select((rule, place) => (rule, place)))
            .Where(placed => standing.Jumps.Contains(placed.rule));

    private static string Worded(IptablesRule rule, bool isIpv6) => $"{(isIpv6 ? "ip6" : "ip")} {rule.Table} {rule.Addition}";
}
