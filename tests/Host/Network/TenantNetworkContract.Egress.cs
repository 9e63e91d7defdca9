using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Network.Egress;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// Where a guest may go.
public abstract partial class TenantNetworkContract
{
    private static readonly IPEndPoint Web = new(Outside.Public, 80);

    [Fact]
    public async Task a_guest_without_a_way_out_reaches_nobody_and_still_answers()
    {
        var alice = await sandbox.MoveInAsync("alice", 0, Workload);
        var bob = await sandbox.MoveInAsync("bob", 1);
        await using var workload = await EchoServer.ListenAsync(alice.Place, Workload);
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        await sandbox.AttachAsync(alice.Owner, EgressPolicy.None, Workload);

        foreach (var target in (IPAddress[])[Outside.Public, Outside.Elsewhere, Outside.Resolver])
        {
            alice.Inject(alice.To(target).Syn(40_000, 80));
            alice.Inject(alice.To(target).Udp(40_000, Ear, "out"));
            alice.Inject(alice.To(target).Udp(40_000, 53, "name"));
            alice.Inject(alice.To(target).Echo());
        }
        await Talk.AskFromHostAsync(new IPEndPoint(alice.Address, Workload));
        await Talk.AskFromAsync(bob.Place, Web);
        bob.Inject(bob.To(Outside.Public).Udp(40_000, Ear, "bob"));
        _ = await ear.UntilAsync("bob");

        Assert.Equal(["bob"], ear.Words);
        Assert.Single(world.Visitors);
        Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.DestinationPort == 53);
    }

    [Fact]
    public async Task a_guest_reaches_what_its_policy_names_and_nothing_else()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var web = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        await using var other = await EchoServer.ListenAsync(sandbox.Outside.Place, 81);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        // Overlapping rules are one.
        await sandbox.AttachAsync(alice.Owner, Policy($"allow:198.51.100.0/24:80,{Outside.Public}:79-80,198.51.100.0/28:{Ear},{Outside.Elsewhere}"));

        alice.Inject(alice.To(Outside.Public).Syn(40_000, 81));
        alice.Inject(alice.To(Outside.Public).Echo());
        alice.Inject(alice.To(Outside.Resolver).Syn(40_000, 80));
        await Talk.AskFromAsync(alice.Place, Web);
        await Talk.AskFromAsync(alice.Place, new IPEndPoint(Outside.Elsewhere, 81));
        alice.Inject(alice.To(Outside.Public).Udp(40_000, Ear, "to its port"));
        _ = await ear.UntilAsync("to its port");

        Assert.Single(web.Visitors);
        Assert.Single(other.Visitors);
        Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.DestinationPort == 81 && packet.Destination.Equals(Outside.Public));
    }

    [Fact]
    public async Task a_stricter_policy_cuts_what_the_guest_had_open_and_nothing_else()
    {
        var alice = await sandbox.MoveInAsync("alice", 0, Workload);
        await using var workload = await EchoServer.ListenAsync(alice.Place, Workload);
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        using var outwards = await alice.Place.DoAsync(() => new Socket(SocketType.Stream, ProtocolType.Tcp));
        using var inwards = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Talk.AskAsync(outwards, Web);
        await Talk.AskAsync(inwards, new IPEndPoint(alice.Address, Workload));

        await sandbox.AttachAsync(alice.Owner, Policy($"allow:{Outside.Public}:{Ear}"), Workload);
        _ = await outwards.SendAsync("still there?"u8.ToArray(), Token);
        alice.Inject(alice.To(Outside.Public).Udp(40_000, Ear, "after it"));
        _ = await ear.UntilAsync("after it");

        Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.Payload == "still there?");
        await Talk.AskAsync(inwards, new IPEndPoint(alice.Address, Workload), "still here");
        await sandbox.AttachAsync(alice.Owner, EgressPolicy.Open, Workload);
        await Talk.AskFromAsync(alice.Place, Web);
    }

    [Fact]
    public async Task the_same_policy_again_cuts_nothing()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        var policy = Policy("allow:198.51.100.0/24:80");
        await sandbox.AttachAsync(alice.Owner, policy);
        using var outwards = await alice.Place.DoAsync(() => new Socket(SocketType.Stream, ProtocolType.Tcp));
        await Talk.AskAsync(outwards, Web);

        await sandbox.AttachAsync(alice.Owner, policy);

        await Talk.AskAsync(outwards, Web, "still here");
        Assert.Single(world.Visitors);
    }

    [Fact]
    public async Task a_policy_goes_with_its_tenant()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        await sandbox.AttachAsync(alice.Owner, Policy("allow:203.0.113.0/24:1-79,203.0.113.0/25"));
        Assert.NotEmpty(await sandbox.ListAsync());

        await sandbox.MoveOutAsync(alice);
        Assert.Empty(await sandbox.ListAsync());
        var heir = await sandbox.MoveInAsync("heir", 0);

        await Talk.AskFromAsync(heir.Place, Web);
    }

    [Fact]
    public async Task names_are_asked_of_the_configured_resolvers_alone()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var resolver = await UdpEar.OpenAsync(sandbox.Outside.Place, 53);
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 53);

        alice.Inject(alice.To(Outside.Public).Udp(40_000, 53, "of another"));
        alice.Inject(alice.To(Outside.Elsewhere).Syn(40_000, 53));
        alice.Inject(alice.To(Outside.Resolver).Udp(40_000, 53, "of the resolver"));
        _ = await resolver.UntilAsync("of the resolver");
        await Talk.AskFromAsync(alice.Place, new IPEndPoint(Outside.Resolver, 53));
        await Talk.AskFromAsync(alice.Place, new IPEndPoint(Outside.SecondResolver, 53));

        Assert.Equal(["of the resolver"], resolver.Words);
        Assert.Equal(2, world.Visitors.Count);
        Assert.All(
            sandbox.Outside.Wire.Heard.Where(packet => packet.DestinationPort == 53),
            packet => Assert.True(packet.Destination.Equals(Outside.Resolver) || packet.Destination.Equals(Outside.SecondResolver)));
        await Talk.AskFromHostAsync(new IPEndPoint(Outside.Elsewhere, 53));
    }

    [Fact]
    public async Task a_datagram_in_pieces_is_judged_as_a_whole()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var resolver = await UdpEar.OpenAsync(sandbox.Outside.Place, 53);
        await using var host = UdpEar.OpenOnHost(8_081);

        foreach (var (target, port) in ((IPAddress, int)[])[(Outside.Public, 53), (IPAddress.Parse(Outside.Forbidden[0]), 53), (Outside.Host, 8_081), (Outside.Resolver, 53)])
        {
            var pieces = alice.To(target).UdpInHalves(40_000, port, $"pieces for {target}", id: (ushort)port);
            alice.Inject(pieces.Second);
            alice.Inject(pieces.First);
        }
        _ = await resolver.UntilAsync($"pieces for {Outside.Resolver}");
        host.Say("to itself", new IPEndPoint(Outside.Host, 8_081));
        _ = await host.UntilAsync("to itself");

        Assert.Equal([$"pieces for {Outside.Resolver}"], resolver.Words);
        Assert.Equal(["to itself"], host.Words);
    }

    [Fact]
    public async Task a_guest_begins_so_many_connections_a_second_and_no_more()
    {
        const int Rate = 10;
        const int Burst = 8 * Rate;
        await sandbox.DisposeAsync();
        sandbox = await NetSandbox.StartAsync(Make, new NetworkConfig { NewConnectionsPerSecond = Rate });
        var alice = await sandbox.MoveInAsync("alice", 0);
        var bob = await sandbox.MoveInAsync("bob", 1);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        var began = TimeProvider.System.GetTimestamp();

        for (var i = 0; i < 10 * Burst; i++) alice.Inject(alice.To(Outside.Public).Syn(10_000 + i, 80));
        bob.Inject(bob.To(Outside.Public).Udp(10_000, Ear, "bob"));
        _ = await ear.UntilAsync("bob");

        var passed = sandbox.Outside.Wire.Heard.Where(packet => packet.DestinationPort == 80).Select(packet => packet.SourcePort).Distinct().Count();
        Assert.InRange(passed, Burst, Burst + (int)((TimeProvider.System.GetElapsedTime(began).TotalSeconds + 1) * Rate));
    }

    private static EgressPolicy Policy(string text) => EgressPolicy.Parse(text).Succeed();
}
