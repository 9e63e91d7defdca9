namespace Lobsterd.Domain.Network.Egress;

/// <summary>Where no guest may go, whatever its policy: private and shared networks, this host, link-local with the clouds' metadata, the clouds'
/// other metadata addresses, protocol and benchmark assignments, multicast and the reserved rest.</summary>
public static class Unreachable
{
    /// <summary>The networks, sorted, none within another (RFC 6890; 168.63.129.16 is Azure's).</summary>
    public static readonly IReadOnlyList<Ipv4Network> Networks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
        }.Select(text => Ipv4Network.Parse(text)!.Value),
    ];

    /// <summary>The network in which all of a target lies; null when it can be reached, or is a name, whose addresses are judged when it has some.</summary>
    public static Ipv4Network? Holding(EgressTarget target) =>
        target is EgressTarget.Network { Addresses: var addresses } && Networks.Where(network => network.Contains(addresses)).ToList() is [var holding, ..]
            ? holding
            : null;
}
