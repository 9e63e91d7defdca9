namespace Lobsterd.Domain.Network.Egress;

/// <summary>Well-known public resolvers that answer inside TLS as well. A guest whose policy has names would ask them for others than it may, and nobody could see it, so
/// they are shut for it unless its policy has the very address.</summary>
/// <remarks>A list that is known to be incomplete: it stops what programs do by themselves, not whoever runs a resolver of his own at an address that the policy opens.</remarks>
public static class PublicResolvers
{
    /// <summary>Where they are; none within another.</summary>
    public static readonly IReadOnlyList<Ipv4Network> Networks =
    [
        .. new[]
        {
            // Cloudflare
            "1.1.1.0/24", "1.0.0.0/24", "162.159.36.1", "162.159.46.1", "162.159.61.3", "162.159.61.4", "172.64.41.3", "172.64.41.4", "104.16.248.249", "104.16.249.249",
            // Google
            "8.8.8.8", "8.8.4.4", "8.8.8.64", "8.8.4.64",
            // Quad9
            "9.9.9.0/24", "149.112.112.0/24",
            // OpenDNS
            "208.67.222.0/24", "208.67.220.0/24", "146.112.41.2", "146.112.41.3", "146.112.41.4", "146.112.41.5",
            // AdGuard, CleanBrowsing, NextDNS, Control D
            "94.140.14.0/24", "94.140.15.0/24", "185.228.168.0/24", "185.228.169.0/24", "45.90.28.0/24", "45.90.30.0/24", "76.76.2.0/24", "76.76.10.0/24",
            // Mullvad, DNS.SB, DNS4EU, Verisign, Vercara, Lumen
            "194.242.2.0/24", "185.222.222.222", "45.11.45.11", "86.54.11.0/24", "64.6.64.6", "64.6.65.6", "156.154.70.0/24", "156.154.71.0/24", "4.2.2.0/29",
            // Yandex, AliDNS, DNSPod, 360
            "77.88.8.0/24", "223.5.5.5", "223.6.6.6", "119.29.29.29", "1.12.12.12", "120.53.53.53", "101.226.4.6", "218.30.118.6",
        }.Select(text => Ipv4Network.Parse(text)!.Value),
    ];
}
