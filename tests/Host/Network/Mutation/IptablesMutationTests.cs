using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>The wall in iptables, made a little wrong in every way, one at a time: each time something that is tried comes out otherwise.</summary>
[Collection(NetCollection.Name)]
public sealed class IptablesMutationTests
{
    // Nothing could notice these: no packet meets what is other.
    private static readonly (string Rule, string Mutation, string Why)[] Harmless = [];

    [Fact]
    public async Task every_mutant_of_the_wall_is_noticed()
    {
        var run = new MutationRun((paths, plan, config) => IptablesTenantNetworkTests.Make(paths, plan, config, "-nft"), _ => new IptablesMutantWall());
        var reached = await run.EverywhereAsync();

        var alive = run.Survivors.Where(mutant => !IsHarmless(mutant)).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"iptables: {reached.Count} things reached, {run.Count} mutants, {run.Survivors.Count - alive.Count} that no packet meets, {alive.Count} survive\n{string.Join('\n', run.Noticed)}");
        Assert.InRange(run.Count, 200, int.MaxValue);
        Assert.True(alive.Count == 0, string.Join('\n', alive));
        Approved.Match("tests/Host/Network/Mutation/iptables.txt", string.Join('\n', reached) + "\n");
        Approved.Match("tests/Host/Network/Mutation/iptables-mutants.txt", string.Join('\n', run.Noticed) + "\n");
    }

    private static bool IsHarmless(string mutant) => Harmless.Any(known =>
        mutant.StartsWith(known.Rule, StringComparison.Ordinal) && mutant.EndsWith(known.Mutation, StringComparison.Ordinal));
}
