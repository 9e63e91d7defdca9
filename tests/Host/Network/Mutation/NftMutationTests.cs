using Lobsterd.Domain.Config;
using Lobsterd.Host.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>The wall in nftables, made a little wrong in every way, one at a time: each time something that is tried comes out otherwise.</summary>
[Collection(NetCollection.Name)]
public sealed class NftMutationTests
{
    // Nothing could notice these: no packet meets what is other.
    private static readonly (string Where, string Mutation, string Why)[] Harmless =
    [
        ("LOBSTER-ZONES: ", "without meta:key:oifgroup == 7106402", "the map knows TAPs alone"),
        ("LOBSTER-RATES: ", "without meta:key:oifgroup == 7106402", "the set knows TAPs alone"),
        ("LOBSTER-NAMES: ", "without meta:key:iifgroup == 7106402", "the map knows guests alone"),
        ("lobster-outwards: ", "without prefix:addr:127.0.0.0,len:8", "no kernel forwards to its own loopback"),
    ];

    [Fact]
    public Task every_mutant_of_the_wall_is_noticed() =>
        new MutationRun((paths, plan, config) => new TenantNetwork(paths, plan, config with { Firewall = NetworkConfig.Nftables }), sandbox => new NftMutantWall(sandbox))
            .EachIsNoticedAsync("nftables", Harmless);
}
