using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>The wall in iptables, made a little wrong in every way, one at a time: each time something that is tried comes out otherwise.</summary>
[Collection(NetCollection.Name)]
public sealed class IptablesMutationTests
{
    // Nothing could notice these: no packet meets what is other.
    private static readonly (string Where, string Mutation, string Why)[] Harmless =
    [
        ("ip6tables raw OUTPUT: ", "without -m devgroup --dst-group 0x6c6f62", "the chain's rules know TAPs alone"),
        ("iptables raw OUTPUT: ", "without -m devgroup --dst-group 0x6c6f62", "the chain's rules know TAPs alone"),
        ("iptables mangle POSTROUTING: ", "without -m devgroup --dst-group 0x6c6f62", "the chain's rules know TAPs alone"),
        ("ip6tables raw LOBSTER-ZONES: ", "without -d fe80::2/128", "by IPv6 nothing else leaves for a guest"),
        ("ip6tables raw LOBSTER-ZONES: ", "without -d fe80::2/128, and so the rule behind it", "by IPv6 nothing else leaves for a guest"),
        ("ip6tables filter LOBSTER-INPUT: -m conntrack", "without --ctdir REPLY", "by IPv6 a guest begins no connection, so it has none that is established"),
        ("ip6tables filter LOBSTER-INPUT: -m conntrack", "without --ctstate ESTABLISHED", "by IPv6 nothing but TCP comes here, so nothing is related"),
        ("ip6tables filter LOBSTER-OUTPUT: -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "gone", "root's connections go on by the rule by which they began"),
        ("ip6tables filter LOBSTER-OUTPUT: -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "without ESTABLISHED", "root's connections go on by the rule by which they began"),
        ("ip6tables filter LOBSTER-OUTPUT: -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "without RELATED", "by IPv6 a host answers a guest with nothing that is related"),
        ("iptables filter LOBSTER-FORWARD: -d 127.0.0.0/8 -j DROP", "DROP is ACCEPT", "no kernel forwards to its own loopback"),
        ("iptables filter LOBSTER-FORWARD: -d 127.0.0.0/8 -j DROP", "gone", "no kernel forwards to its own loopback"),
        ("iptables filter LOBSTER-INWARDS: -m devgroup --src-group 0x6c6f62 -j DROP", "gone", "the end of the chain drops the same: a guest's connection to another guest never comes to be established"),
        ("iptables nat LOBSTER-NAT: ", "without -m devgroup ! --dst-group 0x6c6f62", "no guest's packet goes to another guest"),
    ];

    [Fact]
    public Task every_mutant_of_the_wall_is_noticed() =>
        new MutationRun((paths, plan, config) => IptablesTenantNetworkTests.Make(paths, plan, config, "-nft"), _ => new IptablesMutantWall())
            .EachIsNoticedAsync("iptables", Harmless);
}
