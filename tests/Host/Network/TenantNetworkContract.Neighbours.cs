using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Nftables;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// What a guest may say to its host and to other guests: nothing.
public abstract partial class TenantNetworkContract
{
    private const int AllPorts = 65_535;

    [Fact]
    public async Task an_address_that_the_host_routes_to_a_neighbour_is_no_way_to_it()
    {
        var (alice, bob) = await TwoAsync();
        await using var workload = await EchoServer.ListenAsync(bob.Place, Workload);
        var routed = IPAddress.Parse("203.0.113.77");
        FarEnd.Apply(new RtBatch().AddRoute(new LinkRoute(RtNetlink.IndexOf(bob.Tap).Succeed(), routed, 32, bob.Address)));

        alice.Inject(alice.To(routed).Syn(40_000, Workload));
        alice.Inject(alice.To(routed).Udp(40_000, Workload, "anybody?"));
        alice.Inject(alice.To(routed).Echo());
        await Talk.AskFromHostAsync(new IPEndPoint(bob.Address, Workload));

        Assert.DoesNotContain(bob.Wire.Heard, packet => packet.Destination.Equals(routed));
    }

    [Fact]
    public async Task a_guest_reaches_no_port_of_its_host()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        var bob = await sandbox.MoveInAsync("bob", 1);
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var service = EchoServer.ListenOnHost(8_080);
        await using var ear = UdpEar.OpenOnHost(8_081);
        IPAddress[] targets = [sandbox.Plan.HostAddressOf(alice.Owner.Slot), sandbox.Plan.HostAddressOf(bob.Owner.Slot), Outside.Host];

        foreach (var target in targets)
        {
            for (var port = 1; port <= AllPorts; port++) alice.Inject(alice.To(target).Syn(40_000, port));
            for (var port = 1; port <= AllPorts; port += 64) alice.Inject(alice.To(target).Udp(40_000, port, "to any port"));
            alice.Inject(alice.To(target).Udp(40_000, 8_081, "to the ear"));
            alice.Inject(alice.To(target).Echo());
        }
        await AskAgentAsync(alice);

        Assert.Empty(HeardBut(alice, ControlAddress.ControlPort));
        Assert.Empty(service.Visitors);
        foreach (var target in targets) await Talk.AskFromHostAsync(new IPEndPoint(target, 8_080));
        await Talk.AskFromAsync(sandbox.Outside.Place, new IPEndPoint(Outside.Host, 8_080));
        await using var mouth = await UdpEar.OpenAsync(sandbox.Outside.Place, 8_081);
        mouth.Say("from outside", new IPEndPoint(Outside.Host, 8_081));
        _ = await ear.UntilAsync("from outside");
        Assert.Equal(["from outside"], ear.Words);
    }

    [Fact]
    public async Task a_guest_reaches_no_port_of_its_hosts_link_local_address()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var service = EchoServer.ListenOnHost(8_080);
        var honest = FrameMaker.Between(ControlAddress.Guest, ControlAddress.Host);

        for (var port = 1; port <= AllPorts; port++) alice.Inject(honest.Syn(ControlAddress.ControlPort, port));
        foreach (var from in (int[])[ControlAddress.ControlPort, ControlAddress.HealthPort, 40_000])
        {
            alice.Inject(honest.Syn(from, 8_080));
            alice.Inject(honest.Udp(from, 8_080, "hello"));
            alice.Inject(FrameMaker.Between(ControlAddress.GuestIpv4, ControlAddress.HostIpv4).Syn(from, 8_080));
        }
        alice.Inject(honest.Echo());
        await AskAgentAsync(alice);

        Assert.Empty(HeardBut(alice, ControlAddress.ControlPort));
        Assert.DoesNotContain(alice.Wire.Heard, packet => packet.Protocol == Packet.Icmpv6 && packet.Payload[0] == 129);
        Assert.Empty(service.Visitors);
        await Talk.AskFromHostAsync(new IPEndPoint(new IPAddress(HostLinkLocal.GetAddressBytes(), Agent(alice).LinkIndex), 8_080));
    }

    [Fact]
    public async Task a_guest_reaches_nothing_that_its_host_publishes()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var front = EchoServer.ListenOnHost(443);
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        var inner = IPAddress.Parse(Outside.Forbidden[1]);
        // As a container engine publishes ports: what the target is to be is known before the wall judges.
        using var others = NftContext.Open().Succeed();
        others.Run($$"""
            add table ip others
            add chain ip others publish { type nat hook prerouting priority dstnat; }
            add rule ip others publish tcp dport 8088 dnat to {{inner}}:80
            add rule ip others publish tcp dport 8089 dnat to {{Outside.Elsewhere}}:80

            """).Succeed();
        try
        {
            foreach (var target in (IPAddress[])[Outside.Host, sandbox.Plan.HostAddressOf(alice.Owner.Slot)])
                foreach (var port in (int[])[443, 8_088])
                    alice.Inject(alice.To(target).Syn(40_000, port));
            await Talk.AskFromAsync(alice.Place, new IPEndPoint(Outside.Host, 8_089));
            await AskAgentAsync(alice);
        }
        finally
        {
            others.Run("delete table ip others\n").Succeed();
        }

        Assert.Empty(front.Visitors);
        // That to an address which she may reach anyhow; the other is alive, and she is none of its visitors.
        Assert.Single(world.Visitors);
        await Talk.AskFromHostAsync(new IPEndPoint(inner, 80));
        await Talk.AskFromAsync(sandbox.Outside.Place, new IPEndPoint(Outside.Host, 443));
    }

    [Fact]
    public async Task a_guest_does_not_reach_another_guest()
    {
        var alice = await sandbox.MoveInAsync("alice", 0, Workload);
        var bob = await sandbox.MoveInAsync("bob", 1, Workload);
        await using var workload = await EchoServer.ListenAsync(bob.Place, Workload);
        await using var agent = await EchoServer.ListenAsync(bob.Place, ControlAddress.ControlPort);
        await using var ear = await UdpEar.OpenAsync(bob.Place, Workload);

        foreach (var port in (int[])[Workload, ControlAddress.ControlPort, ControlAddress.HealthPort, 22])
        {
            alice.Inject(alice.To(bob.Address).Syn(40_000, port));
            alice.Inject(alice.To(bob.Address).Udp(40_000, port, "hello"));
        }
        alice.Inject(alice.To(bob.Address).Echo());
        await Talk.AskFromHostAsync(new IPEndPoint(bob.Address, Workload));

        Assert.All(HeardBut(bob), packet => Assert.NotEqual(alice.Address, packet.Source));
        Assert.Equal([sandbox.Plan.HostAddressOf(bob.Owner.Slot)], workload.Visitors.Select(visitor => visitor.Address));
        Assert.Empty(ear.Heard);
    }

    [Fact]
    public async Task a_guest_does_not_reach_another_guests_agent_even_on_a_host_that_forwards_ipv6()
    {
        await File.WriteAllTextAsync("/proc/sys/net/ipv6/conf/all/forwarding", "1", Token);
        try
        {
            var alice = await sandbox.MoveInAsync("alice", 0);
            var bob = await sandbox.MoveInAsync("bob", 1);
            await using var agent = await EchoServer.ListenAsync(bob.Place, ControlAddress.ControlPort);
            bob.Wire.Forget();
            // And one whose uplink has a public network.
            var uplink = RtNetlink.IndexOf(Outside.Uplink).Value;
            FarEnd.Apply(new RtBatch()
                .AddAddress(new LinkAddress(uplink, IPAddress.Parse("2001:db8::1"), 64) { SkipDuplicateDetection = true })
                .AddNeighbour(new Neighbour(uplink, IPAddress.Parse("2001:db8::2"), HardwareAddress.Parse(Stranger))));

            foreach (var source in (string[])[ControlAddress.Guest, ControlAddress.Host, "fe80::99", "2001:db8::1", "2001:db8:5::5", "::1"])
                foreach (var target in (string[])[ControlAddress.Guest, ControlAddress.Host, "ff02::1", "2001:db8::2"])
                {
                    alice.Inject(FrameMaker.Between(source, target).Syn(ControlAddress.ControlPort, ControlAddress.ControlPort));
                    alice.Inject(FrameMaker.Between(source, target).Udp(40_000, ControlAddress.ControlPort, "hello"));
                    alice.Inject(FrameMaker.Between(source, target).Echo());
                }
            foreach (var source in (string[])[ControlAddress.GuestIpv4, ControlAddress.HostIpv4, alice.Address.ToString()])
                alice.Inject(FrameMaker.Between(source, ControlAddress.GuestIpv4).Syn(40_000, ControlAddress.ControlPort));
            await AskAgentAsync(bob);
            using var mouth = new System.Net.Sockets.UdpClient(System.Net.Sockets.AddressFamily.InterNetworkV6);
            _ = await mouth.SendAsync("from the host"u8.ToArray(), new IPEndPoint(IPAddress.Parse("2001:db8::2"), 9), Token);
            Assert.True(await Fixtures.Eventually.HoldsAsync(() => sandbox.Outside.Wire.Heard.Any(packet => packet.Payload == "from the host"), Token));

            var visitor = Assert.Single(agent.Visitors);
            Assert.All(HeardBut(bob), packet => Assert.Equal(visitor.Port, packet.SourcePort));
            Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.DestinationPort == ControlAddress.ControlPort);
        }
        finally
        {
            await File.WriteAllTextAsync("/proc/sys/net/ipv6/conf/all/forwarding", "0", Token);
        }
    }
}
