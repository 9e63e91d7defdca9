using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Sysctls;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>A tenant's TAP that somebody has changed is made right, and its VM goes on.</summary>
public sealed class TapDamageTests(NullHouse house) : IClassFixture<NullHouse>
{
    [Fact]
    public Task a_tap_without_its_address_gets_it_back() => ProveAsync("TAP's address removed", "lacks the address", batch =>
        batch.RemoveAddress(new LinkAddress(house.AlicesLink, house.Plan.HostAddressOf(new Slot(house.Alice.Slot)), NetworkPlan.TenantPrefix)));

    [Fact]
    public Task a_tap_without_its_control_address_gets_it_back() => ProveAsync("TAP's control address removed", "lacks the address", batch =>
        batch.RemoveAddress(new LinkAddress(house.AlicesLink, IPAddress.Parse("fe80::1"), 64)));

    // The kernel forgets who lives behind an interface when its MAC is set, even to what it is.
    [Fact]
    public Task a_tap_without_its_neighbours_gets_them_back() => ProveAsync("TAP's neighbours dropped", "lacks the neighbour", batch =>
        batch.ChangeLink(house.AlicesLink, new LinkChange { Mac = HardwareAddress.Parse(MacAddress.Host) }));

    [Fact]
    public Task a_neighbour_with_another_mac_is_made_right() => ProveAsync("TAP's neighbour changed", "lacks the neighbour", batch =>
        batch.AddNeighbour(new Neighbour(house.AlicesLink, IPAddress.Parse(house.Alice.Ip), HardwareAddress.Parse(MacAddress.Host))));

    [Fact]
    public Task a_tap_that_is_down_is_taken_up() => ProveAsync("TAP down", "is down", batch => batch.ChangeLink(house.AlicesLink, new LinkChange { Up = false }));

    [Fact]
    public Task a_tap_that_speaks_arp_is_silenced() => ProveAsync("TAP speaks ARP", "ARP", batch => batch.ChangeLink(house.AlicesLink, new LinkChange { Arp = true }));

    [Fact]
    public Task a_tap_with_another_mac_gets_its_own() => ProveAsync("TAP's MAC changed", "its MAC is", batch =>
        batch.ChangeLink(house.AlicesLink, new LinkChange { Mac = HardwareAddress.Parse("02:00:00:00:00:99") }));

    [Fact]
    public Task a_tap_of_no_group_is_put_back_into_the_tenants() => ProveAsync("TAP's group changed", "its group is", batch =>
        batch.ChangeLink(house.AlicesLink, new LinkChange { Group = 7 }));

    [Theory]
    [InlineData("net/ipv4/conf/{0}/rp_filter", "0")]
    [InlineData("net/ipv4/conf/{0}/proxy_arp", "1")]
    [InlineData("net/ipv4/conf/{0}/forwarding", "0")]
    [InlineData("net/ipv4/conf/{0}/accept_redirects", "1")]
    [InlineData("net/ipv6/conf/{0}/accept_ra", "1")]
    [InlineData("net/ipv6/conf/{0}/forwarding", "1")]
    public Task a_setting_that_was_changed_is_set_again(string setting, string value)
    {
        var key = setting.Replace("{0}", house.Alice.Tap, StringComparison.Ordinal);
        return house.ProveAsync(new Finding($"TAP's {key}={value}", "alice", "tap", "network") { Evidence = key.Replace('/', '.') }, () =>
        {
            _ = house.Stand.Network.Run(() => Sysctl.Write(key, value).IsSuccess ? true : throw new InvalidOperationException(key));
            return Task.CompletedTask;
        });
    }

    private Task ProveAsync(string what, string evidence, Func<RtBatch, RtBatch> damage) =>
        house.ProveAsync(new Finding(what, "alice", "tap", "network") { Evidence = evidence }, () =>
        {
            house.Netlink(damage);
            return Task.CompletedTask;
        });
}
