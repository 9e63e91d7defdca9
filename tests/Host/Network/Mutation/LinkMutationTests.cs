using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>The settings of a TAP, made wrong one at a time, but for one. Another layer stands before or behind each, so it is taken away with it: alone either of the two stops the attack.</summary>
[Collection(NetCollection.Name)]
public sealed class LinkMutationTests
{
    [Fact]
    public Task settings_of_a_tap_are_the_last_thing_between_a_guest_and_something_with_nftables() =>
        RunAsync((paths, plan, config) => new TenantNetwork(paths, plan, config with { Firewall = NetworkConfig.Nftables }), sandbox => new NftMutantWall(sandbox));

    [Fact]
    public Task settings_of_a_tap_are_the_last_thing_between_a_guest_and_something_with_iptables() =>
        RunAsync((paths, plan, config) => IptablesTenantNetworkTests.Make(paths, plan, config, "-nft"), _ => new IptablesMutantWall());

    private static async Task RunAsync(Func<LobsterdPaths, NetworkPlan, NetworkConfig, TenantNetwork> make, Func<NetSandbox, IMutantWall> spoiler)
    {
        await using var world = await LinkWorld.StartAsync(make, spoiler);
        var (alive, noticed) = (new List<string>(), new List<string>());
        foreach (var mutant in world.Mutants())
        {
            // The setting as it is and the other layer gone; both gone; the setting gone alone.
            var other = await world.TryAsync(mutant, isSpoilt: false, isBare: true);
            var both = await world.TryAsync(mutant, isSpoilt: true, isBare: true);
            var seen = string.Join("; ", world.Seen);
            var alone = await world.TryAsync(mutant, isSpoilt: true, isBare: false);
            var line = $"{mutant.Name}, together with {mutant.Together}: {mutant.Attack}";
            if ((other, both, alone) == (false, true, false)) noticed.Add(line);
            else alive.Add($"{line}: {Word(other)} without {mutant.Together}, {Word(both)} without both ({seen}), {Word(alone)} without the setting");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"links: {noticed.Count} settings, {alive.Count} survive\n{string.Join('\n', noticed)}");
        Assert.True(alive.Count == 0, string.Join('\n', alive));
        Approved.Match("tests/Host/Network/Mutation/link-mutants.txt", string.Join('\n', noticed) + "\n");
    }

    private static string Word(bool succeeds) => succeeds ? "succeeds" : "fails";
}
