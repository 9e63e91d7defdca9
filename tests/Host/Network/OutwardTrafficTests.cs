using Lobsterd.Domain.Config;
using Lobsterd.Host.Network;
using Lobsterd.Tests.Host.Network.Mutation;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>What nftables counts for the idle rule.</summary>
[Collection(NetCollection.Name)]
public sealed class OutwardTrafficTests
{
    [Fact]
    public async Task what_a_guest_sends_out_into_the_world_is_counted_and_nothing_else()
    {
        await using var guests = await CountedGuests.StartAsync(
            await NetSandbox.StartAsync((paths, plan, config) => new TenantNetwork(paths, plan, config with { Firewall = NetworkConfig.Nftables }), new NetworkConfig()));

        Assert.Equal(["who sends has sent 5", "who is silent has sent 0"], await guests.TryAllAsync());
        Assert.Equal(["who sends has sent 5", "who is silent has sent 0"], await guests.TryAllAsync());
    }
}
