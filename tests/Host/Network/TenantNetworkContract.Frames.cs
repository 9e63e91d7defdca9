using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// Frames by which a guest would pass for a part of the network: tags, ARP, advertisements, redirects, routes of its own.
public abstract partial class TenantNetworkContract
{
    private const string Everybody = "ff:ff:ff:ff:ff:ff";
    private const string Stranger = "02:6d:00:00:00:66";
    private const string Ipv6Routes = "/proc/net/ipv6_route";
    private const string SourceRoutes = "/proc/sys/net/ipv4/conf/all/accept_source_route";

    [Fact]
    public async Task a_frame_of_a_tagged_network_goes_nowhere()
    {
        var (alice, bob) = await TwoAsync();

        await NothingArrivesAsync(alice, bob, frame =>
        [
            FrameMaker.Tagged(frame, network: 5),
            FrameMaker.Tagged(frame, network: 5, type: 0x88A8),
            FrameMaker.Tagged(FrameMaker.Tagged(frame, network: 5), network: 0),
            FrameMaker.Tagged(FrameMaker.Tagged(frame, network: 0), network: 5, type: 0x88A8),
        ], alice.To, target => new FrameMaker(bob.Address, target));
    }

    [Fact]
    public async Task a_tag_without_a_network_hides_nothing()
    {
        var (alice, bob) = await TwoAsync();

        await NothingArrivesAsync(
            alice, bob, frame => [FrameMaker.Tagged(frame, network: 0), FrameMaker.Tagged(frame, network: 0, type: 0x88A8)], target => new FrameMaker(bob.Address, target));
    }

    [Fact]
    public async Task a_guest_is_answered_no_arp_and_teaches_none()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var service = EchoServer.ListenOnHost(8_080);
        await Talk.AskFromAsync(sandbox.Outside.Place, new IPEndPoint(Outside.Host, 8_080));
        var before = NeighbourTable.KnownOf(alice.Tap);

        foreach (var target in (IPAddress[])[sandbox.Plan.HostAddressOf(alice.Owner.Slot), Outside.Host, Outside.Public, sandbox.Plan.GuestAddressOf(new(1))])
            foreach (var source in (IPAddress[])[alice.Address, target, IPAddress.Any])
                foreach (var mac in (string[])[MacAddress.Guest, Stranger])
                    foreach (var act in (byte[])[1, 2])
                    {
                        alice.Inject(new FrameMaker(source, target) { SourceMac = mac, TargetMac = Everybody }.Arp(act));
                        alice.Inject(new FrameMaker(source, target) { SourceMac = mac }.Arp(act));
                    }
        await AskAgentAsync(alice);

        Assert.DoesNotContain(alice.Wire.Heard, packet => packet.EtherType == Packet.Arp);
        Assert.Equal(before, NeighbourTable.KnownOf(alice.Tap));
        Assert.DoesNotContain(NeighbourTable.KnownOf(Outside.Uplink), neighbour => neighbour.Mac == GuestMac || neighbour.Mac == HardwareAddress.Parse(Stranger));
        // Whoever may ask is answered, by the same host.
        Assert.Contains(sandbox.Outside.Wire.Heard, packet => packet.EtherType == Packet.Arp);
        await Talk.AskFromHostAsync(new IPEndPoint(Outside.Host, 8_080));
    }

    [Fact]
    public async Task a_router_advertisement_teaches_the_host_nothing()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        var before = RoutesBy(alice.Tap);

        foreach (var target in (string[])["ff02::1", ControlAddress.Host])
            foreach (var source in (string[])[ControlAddress.Guest, "fe80::66"])
                alice.Inject((FrameMaker.Between(source, target) with { Hops = 255, TargetMac = target == "ff02::1" ? "33:33:00:00:00:01" : MacAddress.Host }).Icmp(134, 0, Advertisement));
        await AskAgentAsync(alice);

        Assert.Equal(before, RoutesBy(alice.Tap));
        Assert.DoesNotContain("20010db80bad", string.Concat(await File.ReadAllLinesAsync("/proc/net/if_inet6", Token)), StringComparison.Ordinal);
        // One on the uplink is believed.
        sandbox.Outside.Inject((FrameMaker.Between("fe80::77", "ff02::1") with { Hops = 255, TargetMac = "33:33:00:00:00:01" }).Icmp(134, 0, Advertisement));
        Assert.True(await Fixtures.Eventually.HoldsAsync(() => RoutesBy(Outside.Uplink).Any(route => route.StartsWith("20010db80bad", StringComparison.Ordinal)), Token));
    }

    [Fact]
    public async Task a_neighbour_advertisement_teaches_the_host_nothing()
    {
        var (alice, bob) = await TwoAsync();
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var bobs = await EchoServer.ListenAsync(bob.Place, ControlAddress.ControlPort);
        var before = Known();

        foreach (var about in ((string[])[ControlAddress.Guest, ControlAddress.Host, "fe80::66"]).Select(IPAddress.Parse))
            foreach (var source in (string[])[ControlAddress.Guest, about.ToString()])
            {
                var honest = FrameMaker.Between(source, ControlAddress.Host) with { Hops = 255 };
                var place = about.GetAddressBytes();
                // An answer that overrides what was known, and a question that tells where its asker lives.
                alice.Inject(honest.Icmp(136, 0, [0x60, 0, 0, 0, .. place, 2, 1, .. FrameMaker.Octets(Stranger)]));
                alice.Inject(honest.Icmp(135, 0, [0, 0, 0, 0, .. IPAddress.Parse(ControlAddress.Host).GetAddressBytes(), 1, 1, .. FrameMaker.Octets(Stranger)]));
            }
        await AskAgentAsync(alice);
        await AskAgentAsync(bob);

        Assert.Equal(before, Known());
        Assert.DoesNotContain(alice.Wire.Heard, packet => packet.Protocol == Packet.Icmpv6 && packet.Payload[0] == 136);

        IEnumerable<(string, HardwareAddress)> Known() => [.. NeighbourTable.KnownOf(alice.Tap), .. NeighbourTable.KnownOf(bob.Tap)];
    }

    [Fact]
    public async Task a_redirect_leads_the_host_nowhere()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        await Talk.AskFromHostAsync(new IPEndPoint(Outside.Elsewhere, 80));
        var before = RoutesBy(alice.Tap);

        foreach (var source in (IPAddress[])[alice.Address, Outside.Public, sandbox.Plan.HostAddressOf(alice.Owner.Slot)])
            foreach (var target in (IPAddress[])[Outside.Host, sandbox.Plan.HostAddressOf(alice.Owner.Slot)])
            {
                var sent = new FrameMaker(target, Outside.Elsewhere).Syn(40_000, 80)[14..42];
                alice.Inject(new FrameMaker(source, target).Icmp(5, 1, [.. alice.Address.GetAddressBytes(), .. sent]));
            }
        foreach (var source in (string[])[ControlAddress.Guest, ControlAddress.Host])
            alice.Inject((FrameMaker.Between(source, ControlAddress.Host) with { Hops = 255 }).Icmp(
                137, 0, [0, 0, 0, 0, .. IPAddress.Parse(ControlAddress.Guest).GetAddressBytes(), .. IPAddress.Parse("2001:db8:bad::1").GetAddressBytes()]));
        await AskAgentAsync(alice);
        await Talk.AskFromHostAsync(new IPEndPoint(Outside.Elsewhere, 80));

        Assert.DoesNotContain(alice.Wire.Heard, packet => packet.Destination.Equals(Outside.Elsewhere));
        Assert.Equal(before, RoutesBy(alice.Tap));
        Assert.Equal(2, world.Visitors.Count);
    }

    [Fact]
    public async Task a_packet_that_brings_its_own_route_goes_nowhere_even_on_a_host_that_follows_such()
    {
        var before = await File.ReadAllTextAsync(SourceRoutes, Token);
        await File.WriteAllTextAsync(SourceRoutes, "1", Token);
        try
        {
            var (alice, bob) = await TwoAsync();
            await using var ear = await UdpEar.OpenAsync(bob.Place, Ear);
            await using var workload = await EchoServer.ListenAsync(bob.Place, Workload);
            await using var world = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);

            foreach (var option in (byte[])[0x83, 0x89])
                foreach (var by in (IPAddress[])[sandbox.Plan.HostAddressOf(alice.Owner.Slot), Outside.Host])
                    foreach (var to in (IPAddress[])[bob.Address, IPAddress.Parse(Outside.Forbidden[0])])
                        alice.Inject((alice.To(by) with { Options = [option, 7, 4, .. to.GetAddressBytes(), 0] }).Udp(40_000, Ear, $"to {to} by {by}"));
            alice.Inject(alice.To(Outside.Public).Udp(40_000, Ear, "as everybody"));
            _ = await world.UntilAsync("as everybody");
            await Talk.AskFromHostAsync(new IPEndPoint(bob.Address, Workload));

            Assert.Empty(ear.Heard);
            Assert.DoesNotContain(HeardBut(bob), packet => packet.Protocol == Packet.Udp);
            Assert.Equal(["as everybody"], world.Words);
        }
        finally
        {
            await File.WriteAllTextAsync(SourceRoutes, before, CancellationToken.None);
        }
    }

    // A default route, and a network in which the hearer is to give itself an address.
    private static byte[] Advertisement =>
    [
        64, 0, 0x07, 0x08, 0, 0, 0, 0, 0, 0, 0, 0,
        3, 4, 64, 0xC0, 0, 0, 0x0E, 0x10, 0, 0, 0x0E, 0x10, 0, 0, 0, 0, .. IPAddress.Parse("2001:db8:bad::").GetAddressBytes(),
    ];

    private async Task<(Guest Alice, Guest Bob)> TwoAsync() => (await sandbox.MoveInAsync("alice", 0), await sandbox.MoveInAsync("bob", 1, Workload));

    private static IReadOnlyList<string> RoutesBy(string link) =>
        File.Exists(Ipv6Routes) ? [.. File.ReadAllLines(Ipv6Routes).Where(route => route.EndsWith($" {link}", StringComparison.Ordinal)).Select(route => route[..67])] : [];

    /// <summary>Sends the world, the host and bob what alice may not say, each frame disguised; what she may say arrives after it.</summary>
    private async Task NothingArrivesAsync(Guest alice, Guest bob, Func<byte[], IEnumerable<byte[]>> disguise, params Func<IPAddress, FrameMaker>[] senders)
    {
        await using var world = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        await using var host = UdpEar.OpenOnHost(8_081);
        await using var workload = await EchoServer.ListenAsync(bob.Place, Workload);
        IPAddress[] targets = [Outside.Public, Outside.Host, sandbox.Plan.HostAddressOf(alice.Owner.Slot), bob.Address];

        foreach (var frame in targets.SelectMany(target => senders.SelectMany(to => new[] { to(target).Udp(40_000, Ear, "evil"), to(target).Udp(40_000, 8_081, "evil"), to(target).Syn(40_000, Workload) })))
            foreach (var disguised in disguise(frame))
                alice.Inject(disguised);
        alice.Inject(alice.To(Outside.Public).Udp(40_000, Ear, "as alice"));
        _ = await world.UntilAsync("as alice");
        await Talk.AskFromHostAsync(new IPEndPoint(bob.Address, Workload));
        host.Say("to itself", new IPEndPoint(Outside.Host, 8_081));
        _ = await host.UntilAsync("to itself");

        Assert.Equal(["as alice"], world.Words);
        Assert.Equal(["to itself"], host.Words);
        var visitor = Assert.Single(workload.Visitors);
        Assert.All(HeardBut(bob), packet => Assert.Equal(visitor.Port, packet.SourcePort));
    }
}
