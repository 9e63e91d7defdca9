using System.Net;
using Lobsterd.Domain.Config;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// Guests and the world.
public abstract partial class TenantNetworkContract
{
    [Fact]
    public async Task a_guest_reaches_the_world_as_its_host_and_hears_the_answer()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        var bob = await sandbox.MoveInAsync("bob", 1);
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        await using var mouth = await UdpEar.OpenAsync(alice.Place, 40_000);

        await Talk.AskFromAsync(alice.Place, new IPEndPoint(Outside.Public, 80));
        await Talk.AskFromAsync(bob.Place, new IPEndPoint(Outside.Public, 80));
        mouth.Say("question", new IPEndPoint(Outside.Public, Ear));
        ear.Say("answer", await ear.UntilAsync("question"));
        _ = await mouth.UntilAsync("answer");

        Assert.Equal([Outside.Host, Outside.Host], world.Visitors.Select(visitor => visitor.Address));
        Assert.Equal([Outside.Host], ear.Heard.Select(one => one.From.Address));
    }

    [Fact]
    public async Task only_answers_come_in_from_the_world()
    {
        var alice = await sandbox.MoveInAsync("alice", 0, Workload);
        await using var workload = await EchoServer.ListenAsync(alice.Place, Workload);
        await using var mouth = await UdpEar.OpenAsync(alice.Place, 40_000);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        await using var other = await UdpEar.OpenAsync(sandbox.Outside.Place, 7_001);

        other.Say("straight", new IPEndPoint(alice.Address, 40_000));
        using var knock = await sandbox.Outside.Place.DoAsync(() => new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp));
        Talk.Begin(knock, new IPEndPoint(alice.Address, Workload));
        mouth.Say("question", new IPEndPoint(Outside.Public, Ear));
        var seen = await ear.UntilAsync("question");
        other.Say("from another port", seen);
        ear.Say("answer", seen);
        _ = await mouth.UntilAsync("answer");

        Assert.Equal(["answer"], mouth.Words);
        Assert.Empty(workload.Visitors);
        await Talk.AskFromHostAsync(new IPEndPoint(alice.Address, Workload));
    }

    [Fact]
    public async Task a_guest_hears_why_its_packet_came_to_nothing()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);

        // A shut port, of which the world tells; and a packet that may not go further, of which the host does. Kernels say so once a second.
        var heard = false;
        for (var tries = 0; tries < 5 && !heard; tries++)
        {
            alice.Inject(alice.To(Outside.Public).Udp(40_000 + tries, 9, "anybody?"));
            alice.Inject((alice.To(Outside.Public) with { Hops = 1 }).Udp(41_000 + tries, 9, "not far"));
            heard = await Fixtures.Eventually.HoldsAsync(
                () => Told(3, Outside.Public) && Told(11, sandbox.Plan.HostAddressOf(alice.Owner.Slot)), Token, TimeSpan.FromMilliseconds(600));
        }

        Assert.True(heard);

        bool Told(int type, IPAddress by) => alice.Wire.Heard.Any(packet => packet.Protocol == Packet.Icmp && packet.Payload[0] == type && packet.Source.Equals(by));
    }

    [Fact]
    public async Task a_packet_of_no_connection_or_of_anothers_goes_nowhere()
    {
        var (alice, bob) = await TwoAsync();
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        using var bobs = await bob.Place.DoAsync(() => new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp));
        await Talk.AskAsync(bobs, Web);
        var port = ((IPEndPoint)bobs.LocalEndPoint!).Port;

        foreach (var flags in (byte[])[0, Packet.Reset, Packet.Reset | Packet.Acknowledge, Packet.Syn | Packet.Reset])
            alice.Inject(alice.To(Outside.Public).Tcp(40_000, 80, flags));
        // "What you sent to bob does not arrive": about a connection that is there, and about one that is not.
        foreach (var to in (int[])[port, 9])
            alice.Inject(alice.To(Outside.Public).Icmp(3, 1, [0, 0, 0, 0, .. new FrameMaker(Outside.Public, bob.Address).Tcp(80, to, Packet.Acknowledge)[14..]]));
        alice.Inject(alice.To(Outside.Public).Udp(40_000, Ear, "as alice"));
        _ = await ear.UntilAsync("as alice");
        await Talk.AskAsync(bobs, Web, "still here");

        Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.Protocol == Packet.Icmp || packet.SourcePort == 40_000 && packet.Protocol == Packet.Tcp);
        Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.Source.Equals(alice.Address));
    }

    [Fact]
    public async Task a_guest_reaches_no_private_link_local_or_metadata_address()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);

        foreach (var target in Outside.Forbidden.Select(IPAddress.Parse))
        {
            alice.Inject(alice.To(target).Syn(40_000, 80));
            alice.Inject(alice.To(target).Udp(40_000, Ear, $"to {target}"));
            alice.Inject(alice.To(target).Echo());
        }
        alice.Inject(alice.To(Outside.Public).Udp(40_000, Ear, "to the world"));
        _ = await ear.UntilAsync("to the world");

        Assert.Equal(["to the world"], ear.Words);
        Assert.Empty(world.Visitors);
        foreach (var target in Outside.Forbidden.Select(IPAddress.Parse)) await Talk.AskFromHostAsync(new IPEndPoint(target, 80));
    }

    [Fact]
    public async Task a_guest_holds_so_many_connections_and_no_more_and_takes_none_from_others()
    {
        var most = new NetworkConfig().MaxConnections;
        var alice = await sandbox.MoveInAsync("alice", 0);
        var bob = await sandbox.MoveInAsync("bob", 1);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);

        await ConnectAsync(alice, ear, most);
        for (var port = 20_000; port < 20_050; port++) alice.Inject(alice.To(Outside.Public).Udp(port, Ear, "one too many"));
        // One that is open goes on, though nobody has answered it yet.
        alice.Inject(alice.To(Outside.Public).Udp(10_000, Ear, "alice again"));
        _ = await ear.UntilAsync("alice again");
        bob.Inject(bob.To(Outside.Public).Udp(10_000, Ear, "bob"));
        _ = await ear.UntilAsync("bob");

        Assert.DoesNotContain("one too many", ear.Words);
        Assert.Equal(most + 2, ear.Words.Count);
        Assert.Equal(1_024, most);
    }

    /// <summary>Begins so many connections, each from a port of its own. In portions: a queue that overflows loses what the wall let through.</summary>
    private static async Task ConnectAsync(Guest guest, UdpEar ear, int count)
    {
        const int Portion = 64;
        var before = ear.Heard.Count;
        for (var i = 0; i < count; i++)
        {
            guest.Inject(guest.To(Outside.Public).Udp(10_000 + i, Ear, $"{guest.Owner.Name} {i}"));
            if ((i + 1) % Portion == 0 || i + 1 == count) await ear.UntilAsync(before + i + 1);
        }
    }
}
