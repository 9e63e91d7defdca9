using Lobsterd.Domain.Network;
using Lobsterd.Domain.Rates;
using Lobsterd.Tests.Host.Network.Mutation;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// How much passes a TAP. That it does is one of the worlds of the wall's mutants; here, that it does on each firewall, and that it follows what the tenant has.
public abstract partial class TenantNetworkContract
{
    [Fact]
    public async Task no_more_bytes_pass_a_bounded_tap_than_its_burst_and_what_its_rate_adds_and_others_are_free()
    {
        var world = await RatedGuests.StartAsync(sandbox);

        var seen = await world.TryAllAsync();
        world.Stop();

        const string Bounded = "its burst, and no more than its rate lets it have";
        Assert.Equal(
            [
                "the sender receives all of it", $"the sender sends {Bounded}",
                $"the receiver receives {Bounded}", "the receiver sends all of it",
                "who is free receives all of it", "who is free sends all of it",
                "the receiver's agent is asked each time", "the receiver's agent is asked each time, by IPv6",
            ],
            seen);
    }

    [Theory]
    [InlineData("128K")]
    [InlineData("1000000:3300000")]
    [InlineData("6406783:9M")]
    [InlineData("100M:1G")]
    [InlineData("4095M")]
    public async Task a_taps_rates_follow_the_tenant_and_are_found_again(string rate)
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        var limit = RateLimit.Parse(rate, countsOperations: false).Succeed();
        foreach (var rates in (RateLimits?[])[new RateLimits(limit, limit), new RateLimits(Send: limit), new RateLimits(RateLimit.Parse("2M:5M", countsOperations: false).Succeed(), limit), null])
        {
            var planned = new AttachNetworkInput(alice.Owner, []) { Rates = rates };
            Assert.NotEmpty((await sandbox.Network.FaultsOfWallAsync(planned, Token)).Succeed());

            await sandbox.AttachAsync(alice.Owner, rates);
            await sandbox.AttachAsync(alice.Owner, rates);

            Assert.Empty((await sandbox.Network.FaultsOfWallAsync(planned, Token)).Succeed());
        }
        await sandbox.AttachAsync(alice.Owner, new RateLimits(limit, limit));
        await sandbox.MoveOutAsync(alice);
        Assert.Empty(await sandbox.ListAsync());
    }
}
