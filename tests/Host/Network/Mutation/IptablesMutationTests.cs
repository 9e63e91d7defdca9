using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>The wall in iptables, made a little wrong in every way, one at a time: each time something that is tried comes out otherwise.</summary>
[Collection(NetCollection.Name)]
public sealed class IptablesMutationTests
{
    [Fact]
    public async Task every_mutant_of_the_wall_is_noticed()
    {
        var run = new MutationRun((paths, plan, config) => IptablesTenantNetworkTests.Make(paths, plan, config, "-nft"), _ => new IptablesMutantWall());

        var reached = await run.EverywhereAsync();

        TestContext.Current.TestOutputHelper?.WriteLine($"iptables: {reached.Count} things reached, {run.Count} mutants, {run.Survivors.Count} survive");
        Assert.InRange(run.Count, 200, int.MaxValue);
        Assert.True(run.Survivors.Count == 0, string.Join('\n', run.Survivors));
        Approved.Match("tests/Host/Network/Mutation/iptables.txt", string.Join('\n', reached) + "\n");
    }
}
