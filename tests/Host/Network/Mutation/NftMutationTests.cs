using Lobsterd.Domain.Config;
using Lobsterd.Host.Network;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>The wall in nftables, made a little wrong in every way, one at a time: each time something that is tried comes out otherwise.</summary>
[Collection(NetCollection.Name)]
public sealed class NftMutationTests
{
    // Nothing could notice these: no packet meets what is other.
    private static readonly (string Chain, string Mutation, string Why)[] Harmless =
    [
        ("LOBSTER-ZONES", "without meta:key:oifgroup == 7106402", "the map knows TAPs alone"),
        ("LOBSTER-RATES", "without meta:key:oifgroup == 7106402", "the set knows TAPs alone"),
        ("lobster-outwards", "without prefix:addr:127.0.0.0,len:8", "no kernel forwards to its own loopback"),
    ];

    [Fact]
    public async Task every_mutant_of_the_wall_is_noticed()
    {
        var run = new MutationRun((paths, plan, config) => new TenantNetwork(paths, plan, config with { Firewall = NetworkConfig.Nftables }), sandbox => new NftMutantWall(sandbox));
        var reached = await run.EverywhereAsync();

        var alive = run.Survivors.Where(mutant => !IsHarmless(mutant)).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"nftables: {reached.Count} things reached, {run.Count} mutants, {run.Survivors.Count - alive.Count} that no packet meets, {alive.Count} survive");
        Assert.InRange(run.Count, 200, int.MaxValue);
        Assert.True(alive.Count == 0, string.Join('\n', alive));
        Approved.Match("tests/Host/Network/Mutation/nftables.txt", string.Join('\n', reached) + "\n");
    }

    private static bool IsHarmless(string mutant) => Harmless.Any(known =>
        mutant.StartsWith($"{known.Chain}: ", StringComparison.Ordinal) && mutant.EndsWith(known.Mutation, StringComparison.Ordinal));
}
