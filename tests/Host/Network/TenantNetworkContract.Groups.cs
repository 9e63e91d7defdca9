using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// What a guest says to everybody: to groups, to networks, to clients that look for a server.
public abstract partial class TenantNetworkContract
{
    private const int GroupEar = 5_353;
    private static readonly IPAddress Group = IPAddress.Parse("224.0.0.251");

    [Fact]
    public async Task nobody_hears_what_a_guest_says_to_all()
    {
        var (alice, bob) = await TwoAsync();
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var host = UdpEar.OpenOnHost(GroupEar);
        host.Join(Group, RtNetlink.IndexOf(alice.Tap).Value);
        host.Join(Group, RtNetlink.IndexOf(Outside.Uplink).Value);
        await using var bobs = await UdpEar.OpenAsync(bob.Place, GroupEar);

        foreach (var (all, mac) in ((string, string)[])
        [
            ("224.0.0.251", "01:00:5e:00:00:fb"), ("224.0.0.1", "01:00:5e:00:00:01"), ("239.1.1.1", "01:00:5e:01:01:01"),
            ("255.255.255.255", Everybody), ("10.66.0.3", Everybody), ("10.66.255.255", Everybody), ("198.51.100.255", Everybody),
        ])
            foreach (var by in (string[])[mac, MacAddress.Host])
                alice.Inject((alice.To(IPAddress.Parse(all)) with { TargetMac = by }).Udp(40_000, GroupEar, $"alice to {all}"));
        await AskAgentAsync(alice);
        sandbox.Outside.Inject((Outside.To(Group) with { TargetMac = "01:00:5e:00:00:fb" }).Udp(40_000, GroupEar, "the world to all"));
        _ = await host.UntilAsync("the world to all");

        Assert.Equal(["the world to all"], host.Words);
        Assert.Empty(bobs.Heard);
        Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.DestinationPort == GroupEar);
    }

    [Fact]
    public async Task a_guest_is_no_dhcp_server_and_finds_none()
    {
        var (alice, bob) = await TwoAsync();
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var client = UdpEar.OpenOnHost(68);
        await using var server = UdpEar.OpenOnHost(67);
        await using var bobs = await UdpEar.OpenAsync(bob.Place, 68);

        foreach (var source in (IPAddress[])[alice.Address, sandbox.Plan.HostAddressOf(alice.Owner.Slot), IPAddress.Any])
            foreach (var target in (IPAddress[])[IPAddress.Broadcast, sandbox.Plan.HostAddressOf(alice.Owner.Slot), bob.Address])
                foreach (var mac in (string[])[Everybody, MacAddress.Host])
                {
                    alice.Inject(new FrameMaker(source, target) { TargetMac = mac }.Udp(67, 68, "take this address"));
                    alice.Inject(new FrameMaker(source, target) { TargetMac = mac }.Udp(68, 67, "who gives me one?"));
                }
        await AskAgentAsync(alice);
        sandbox.Outside.Inject(Outside.To(IPAddress.Broadcast).Udp(67, 68, "the network's own"));
        sandbox.Outside.Inject(Outside.To(IPAddress.Broadcast).Udp(68, 67, "the network's own"));
        _ = await client.UntilAsync("the network's own");
        _ = await server.UntilAsync("the network's own");

        Assert.Equal(["the network's own"], client.Words);
        Assert.Equal(["the network's own"], server.Words);
        Assert.Empty(bobs.Heard);
    }
}
