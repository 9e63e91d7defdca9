using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// A slot that changes hands carries nothing over.
public abstract partial class TenantNetworkContract
{
    [Fact]
    public async Task a_new_tenant_of_a_slot_hears_nothing_that_was_meant_for_the_one_before()
    {
        var alice = await sandbox.MoveInAsync("alice", 5);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        alice.Inject(alice.To(Outside.Public).Udp(40_000, Ear, "from alice"));
        var seen = await ear.UntilAsync("from alice");

        await sandbox.MoveOutAsync(alice);
        var bob = await sandbox.MoveInAsync("bob", 5);
        await using var alices = await UdpEar.OpenAsync(bob.Place, 40_000);
        await using var bobs = await UdpEar.OpenAsync(bob.Place, 40_001);
        ear.Say("to alice", seen);
        bobs.Say("from bob", new IPEndPoint(Outside.Public, Ear));
        ear.Say("to bob", await ear.UntilAsync("from bob"));
        _ = await bobs.UntilAsync("to bob");

        Assert.Empty(alices.Heard);
        Assert.Equal(["to bob"], bobs.Words);
    }

    [Fact]
    public async Task a_new_tenant_of_a_slot_gets_no_connection_that_the_host_had_open_to_the_one_before()
    {
        var alice = await sandbox.MoveInAsync("alice", 5, Workload);
        await using var server = await EchoServer.ListenAsync(alice.Place, Workload);
        using var edge = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        await Talk.AskAsync(edge, new IPEndPoint(alice.Address, Workload));
        var port = ((IPEndPoint)edge.LocalEndPoint!).Port;

        await sandbox.MoveOutAsync(alice);
        var bob = await sandbox.MoveInAsync("bob", 5, 9_001);
        await using var agent = await EchoServer.ListenAsync(bob.Place, ControlAddress.ControlPort);
        // The socket still believes that it is connected; its packets are of a connection that nobody knows any more.
        _ = await edge.SendAsync("secret of alice's"u8.ToArray(), Token);
        await AskAgentAsync(bob);

        Assert.DoesNotContain(bob.Wire.Heard, packet => packet.SourcePort == port || packet.DestinationPort == Workload);
    }

    [Fact]
    public async Task a_new_tenant_of_a_slot_has_its_own_ports_and_all_of_its_connections()
    {
        var most = new NetworkConfig().MaxConnections;
        var alice = await sandbox.MoveInAsync("alice", 5, Workload, 9_001);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        await ConnectAsync(alice, ear, most);

        await sandbox.MoveOutAsync(alice);
        Assert.Empty(await sandbox.ListAsync());
        var bob = await sandbox.MoveInAsync("bob", 5, Workload);
        await using var server = await EchoServer.ListenAsync(bob.Place, Workload);
        await using var old = await EchoServer.ListenAsync(bob.Place, 9_001);
        await ConnectAsync(bob, ear, most);
        using var late = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        Talk.Begin(late, new IPEndPoint(bob.Address, 9_001));
        using var edge = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        await Talk.AskAsync(edge, new IPEndPoint(bob.Address, Workload));

        Assert.Equal(most, ear.Words.Count(words => words.StartsWith("bob", StringComparison.Ordinal)));
        Assert.Empty(old.Visitors);
    }

    [Fact]
    public async Task what_is_tracked_of_a_tenant_is_forgotten_with_it_and_of_others_it_stays()
    {
        var alice = await sandbox.MoveInAsync("alice", 5, Workload);
        await using var workload = await EchoServer.ListenAsync(alice.Place, Workload);
        await using var server = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        var agent = Agent(alice);
        var bob = await sandbox.MoveInAsync("bob", 6);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        await using var bobs = await UdpEar.OpenAsync(bob.Place, 40_000);
        await ConnectAsync(alice, ear, 100);
        bobs.Say("from bob", new IPEndPoint(Outside.Public, Ear));
        var seen = await ear.UntilAsync("from bob");
        using var control = agent.OpenSocket();
        await Talk.AskAsync(control, agent.Remote);
        using var visit = await Talk.SocketOfUserAsync(0, AddressFamily.InterNetwork);
        await Talk.AskAsync(visit, new IPEndPoint(alice.Address, Workload));
        var before = Tracked();

        await sandbox.MoveOutAsync(alice);

        Assert.InRange(Tracked(), 1, before - 102);
        ear.Say("to bob", seen);
        _ = await bobs.UntilAsync("to bob");
    }

    [Fact]
    public async Task a_tap_that_the_wall_was_never_told_of_is_shut()
    {
        var (alice, bob) = (NetSandbox.Owner("alice", 5), await sandbox.MoveInAsync("bob", 6, Workload));
        await using var bobs = await EchoServer.ListenAsync(bob.Place, Workload);
        new TenantLink(sandbox.Paths, sandbox.Plan).Ensure(alice).Succeed();
        await using var guest = await Guest.StartAsync(sandbox.Plan, alice);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        await using var host = UdpEar.OpenOnHost(8_081);
        await using var server = await EchoServer.ListenAsync(guest.Place, Workload);

        foreach (var target in (IPAddress[])[Outside.Public, Outside.Host, bob.Address])
        {
            guest.Inject(guest.To(target).Udp(40_000, Ear, "too early"));
            guest.Inject(guest.To(target).Udp(40_000, 8_081, "too early"));
        }
        foreach (var port in (int[])[Workload, ControlAddress.ControlPort])
        {
            using var early = await Talk.SocketOfUserAsync(0, AddressFamily.InterNetwork);
            Talk.Begin(early, new IPEndPoint(guest.Address, port));
        }
        bob.Inject(bob.To(Outside.Public).Udp(40_000, Ear, "as bob"));
        _ = await ear.UntilAsync("as bob");
        Assert.Empty(HeardBut(guest));
        Assert.Empty(server.Visitors);

        await AttachAsync(alice, Workload);
        guest.Inject(guest.To(Outside.Public).Udp(40_000, Ear, "in time"));
        _ = await ear.UntilAsync("in time");
        await Talk.AskFromHostAsync(new IPEndPoint(guest.Address, Workload));
        host.Say("to itself", new IPEndPoint(Outside.Host, 8_081));
        _ = await host.UntilAsync("to itself");

        Assert.Equal(["as bob", "in time"], ear.Words);
        Assert.Equal(["to itself"], host.Words);
        Assert.All(HeardBut(bob), packet => Assert.NotEqual(guest.Address, packet.Source));
    }

    internal static int Tracked() => int.Parse(File.ReadAllText("/proc/sys/net/netfilter/nf_conntrack_count"), System.Globalization.CultureInfo.InvariantCulture);
}
