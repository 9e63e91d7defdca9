using System.Net;
using System.Security.Cryptography;
using System.Text;
using Lobsterd.Domain.Network.Egress;

namespace Lobsterd.Host.Network;

/// <summary>An egress policy as elements of nftables' sets. Pure.</summary>
/// <remarks>The kernel takes no interval that overlaps another of the same set, so rules are cut into pieces that do not: the addresses at every place where
/// a rule begins or ends, and the ports of each piece joined.</remarks>
internal static class EgressElements
{
    private const int MarkBytes = 8;

    /// <summary>The elements of a guest's policy; none for one that may go everywhere.</summary>
    /// <param name="guest">The guest's address.</param>
    /// <param name="gateway">Its gateway's, where the edge hears what names it asks for.</param>
    /// <param name="policy">Its policy.</param>
    internal static IReadOnlyList<EgressElement> Of(IPAddress guest, IPAddress gateway, EgressPolicy policy)
    {
        if (policy.Mode == EgressMode.Open) return [];
        var rules = policy.Networks.ToList();
        var whole = Pieces([.. rules.Where(rule => rule.Ports is null).Select(rule => (rule.Network, PortRange.All))]);
        var some = Pieces([.. rules.Where(rule => rule.Ports is not null).Select(rule => (rule.Network, rule.Ports!.Value))]);
        var hasNames = policy.Names.Any();
        return
        [
            new EgressElement(NftSets.Bounded, $"{guest}"),
            .. hasNames ? [new EgressElement(NftSets.Names, $"{guest}") { Data = $"{gateway}", Comment = MarkOf(policy) }] : Array.Empty<EgressElement>(),
            .. rules.Where(rule => hasNames && rule.Network.IsAddress).Select(rule => rule.Network).Distinct()
                .Select(address => new EgressElement(NftSets.EgressExact, $"{guest} . {address}")),
            .. whole.Select(piece => new EgressElement(NftSets.EgressHosts, $"{guest} . {EgressElement.Addresses(piece.First, piece.Last)}")),
            .. some.Select(piece =>
                new EgressElement(NftSets.EgressPorts, $"{guest} . {EgressElement.Addresses(piece.First, piece.Last)} . {EgressElement.Ports(piece.Ports.First, piece.Ports.Last)}")),
        ];
    }

    /// <summary>What tells a policy from another: what was found out under one must not be opened under the next.</summary>
    internal static string MarkOf(EgressPolicy policy) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(policy.ToString())).AsSpan(0, MarkBytes));

    private static IEnumerable<(uint First, uint Last, PortRange Ports)> Pieces(IReadOnlyList<(Ipv4Network Network, PortRange Ports)> rules)
    {
        // Where a piece begins; behind the last address of all there is none.
        var cuts = rules.SelectMany(rule => (ulong[])[rule.Network.First, (ulong)rule.Network.Last + 1]).Distinct().Order().ToList();
        for (var i = 0; i + 1 < cuts.Count; i++)
        {
            var (first, last) = ((uint)cuts[i], (uint)(cuts[i + 1] - 1));
            foreach (var ports in Joined(rules.Where(rule => rule.Network.First <= first && rule.Network.Last >= last).Select(rule => rule.Ports)))
                yield return (first, last, ports);
        }
    }

    private static List<PortRange> Joined(IEnumerable<PortRange> ranges)
    {
        var joined = new List<PortRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (joined.Count > 0 && range.First <= joined[^1].Last + 1) joined[^1] = joined[^1] with { Last = Math.Max(joined[^1].Last, range.Last) };
            else joined.Add(range);
        }
        return joined;
    }
}
