using System.Globalization;
using System.Net;
using System.Text;
using Lobsterd.Domain.Network.Egress;

namespace Lobsterd.Host.Network;

/// <summary>Where names have led a guest, as elements of nftables' sets that expire. Pure.</summary>
/// <remarks>The kernel takes no interval that overlaps another of the same set, and two names may lead to one address on different ports. So the ports of a policy's names are cut at
/// every place where a range of any of them begins or ends: whatever names lead to an address, its pieces are the same, or do not meet.</remarks>
internal static class NamedElements
{
    // The kernel's notes are 128 bytes with the zero behind them.
    private const int LongestComment = 127;

    /// <summary>The elements by which a guest may go where a name leads; none for a name that its policy does not mean.</summary>
    internal static IReadOnlyList<EgressElement> Of(IPAddress guest, EgressPolicy policy, string name, IPAddress address)
    {
        var meant = policy.PortsOf(name);
        if (meant.Count == 0) return [];
        var key = $"{guest} . {address}";
        return meant.Contains(PortRange.All)
            ? [new EgressElement(NftSets.NamedHosts, key)]
            : [.. Pieces(policy).Where(piece => meant.Any(range => range.First <= piece.First && range.Last >= piece.Last))
                .Select(piece => new EgressElement(NftSets.NamedPorts, $"{key} . {EgressElement.Ports(piece.First, piece.Last)}"))];
    }

    /// <summary>Lines of an nft script that make elements stand for so long from now on, whether they stand already or not.</summary>
    /// <remarks>Older kernels leave the time of an element that is there as it is, so it is taken away first; and what is taken away is added first, since none may be there.</remarks>
    internal static string Script(IEnumerable<EgressElement> elements, string name, TimeSpan lifetime)
    {
        var all = elements.Distinct().ToList();
        var comment = name.Length <= LongestComment ? $" comment \"{name}\"" : "";
        var script = new StringBuilder();
        EgressChange.Append(script, "add", all, element => $"{element.Key} timeout 1s");
        EgressChange.Append(script, "delete", all, element => element.Key);
        EgressChange.Append(script, "add", all, element => string.Create(CultureInfo.InvariantCulture, $"{element.Key} timeout {(long)lifetime.TotalSeconds}s{comment}"));
        return script.ToString();
    }

    private static IEnumerable<PortRange> Pieces(EgressPolicy policy)
    {
        var cuts = policy.Names.Where(rule => rule.Ports is not null).SelectMany(rule => (int[])[rule.Ports!.Value.First, rule.Ports.Value.Last + 1]).Distinct().Order().ToList();
        for (var i = 0; i + 1 < cuts.Count; i++) yield return new PortRange(cuts[i], cuts[i + 1] - 1);
    }
}
