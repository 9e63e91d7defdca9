using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// Who on the host may speak to a guest.
public abstract partial class TenantNetworkContract
{
    [Theory]
    [InlineData(ControlAddress.ControlPort)]
    [InlineData(ControlAddress.HealthPort)]
    public async Task only_root_reaches_an_agent(int port)
    {
        // Even where a tenant says that the port is one of its own.
        var alice = await sandbox.MoveInAsync("alice", 0, Workload, port);
        await using var server = await EchoServer.ListenAsync(alice.Place, port);
        var agent = Agent(alice, port);

        foreach (var uid in (uint[])[SomeUser, sandbox.Paths.Instance.EdgeUid, sandbox.Paths.Instance.UidOf(alice.Owner.Slot)])
        {
            using var byLinkLocal = await Talk.SocketOfUserAsync(uid, agent.Remote.AddressFamily);
            Talk.Begin(byLinkLocal, agent.Remote);
            using var byAddress = await Talk.SocketOfUserAsync(uid, AddressFamily.InterNetwork);
            Talk.Begin(byAddress, new IPEndPoint(alice.Address, port));
        }
        await AskAgentAsync(alice, port);

        var visitor = Assert.Single(server.Visitors);
        Assert.All(HeardBut(alice), packet => Assert.Equal(visitor.Port, packet.SourcePort));
    }

    [Fact]
    public async Task only_root_and_the_edge_reach_a_workload()
    {
        var alice = await sandbox.MoveInAsync("alice", 0, Workload, 9_001);
        await using var server = await EchoServer.ListenAsync(alice.Place, Workload);
        await using var published = await EchoServer.ListenAsync(alice.Place, 9_001);
        var workload = new IPEndPoint(alice.Address, Workload);

        foreach (var uid in (uint[])[SomeUser, sandbox.Paths.Instance.CaddyUid, sandbox.Paths.Instance.UidOf(alice.Owner.Slot)])
        {
            using var stranger = await Talk.SocketOfUserAsync(uid, AddressFamily.InterNetwork);
            Talk.Begin(stranger, workload);
        }
        await Talk.AskFromHostAsync(workload);
        using var edge = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        await Talk.AskAsync(edge, workload);
        using var second = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        await Talk.AskAsync(second, new IPEndPoint(alice.Address, 9_001));

        Assert.Equal(2, server.Visitors.Count);
        Assert.Single(published.Visitors);
    }

    [Fact]
    public async Task a_vmm_that_opens_sockets_reaches_nobody()
    {
        var alice = await sandbox.MoveInAsync("alice", 0, Workload);
        await using var workload = await EchoServer.ListenAsync(alice.Place, Workload);
        using var host = new TcpListener(IPAddress.Loopback, 0);
        host.Start();
        var here = (IPEndPoint)host.LocalEndpoint;
        var (first, last) = sandbox.Paths.Instance.VmmUids;

        foreach (var uid in (uint[])[first, sandbox.Paths.Instance.UidOf(alice.Owner.Slot), last])
        {
            using var byLoopback = await Talk.SocketOfUserAsync(uid, AddressFamily.InterNetwork);
            Talk.Begin(byLoopback, here);
            using var toGuest = await Talk.SocketOfUserAsync(uid, AddressFamily.InterNetwork);
            Talk.Begin(toGuest, new IPEndPoint(alice.Address, Workload));
            using var toWorld = await Talk.SocketOfUserAsync(uid, AddressFamily.InterNetwork, SocketType.Dgram);
            _ = Assert.Throws<SocketException>(() => toWorld.SendTo("hello"u8, new IPEndPoint(Outside.Public, 53)));
        }
        using var stranger = await Talk.SocketOfUserAsync(SomeUser, AddressFamily.InterNetwork);
        Talk.Begin(stranger, here);
        using var visitor = await host.AcceptSocketAsync(Token);
        await Talk.AskFromHostAsync(new IPEndPoint(alice.Address, Workload));

        Assert.Equal(stranger.LocalEndPoint, visitor.RemoteEndPoint);
        Assert.False(host.Pending());
        Assert.Single(workload.Visitors);
    }

    [Fact]
    public async Task the_edge_reaches_no_port_that_is_not_the_tenants()
    {
        var alice = await sandbox.MoveInAsync("alice", 0, Workload);
        await using var workload = await EchoServer.ListenAsync(alice.Place, Workload);
        await using var other = await EchoServer.ListenAsync(alice.Place, 9_999);
        await using var ear = await UdpEar.OpenAsync(alice.Place, Workload);

        using var tcp = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        Talk.Begin(tcp, new IPEndPoint(alice.Address, 9_999));
        using var udp = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork, SocketType.Dgram);
        _ = Assert.Throws<SocketException>(() => udp.SendTo("hello"u8, new IPEndPoint(alice.Address, Workload)));
        using var edge = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        await Talk.AskAsync(edge, new IPEndPoint(alice.Address, Workload));

        Assert.Empty(other.Visitors);
        Assert.Empty(ear.Heard);
        await Talk.AskFromAsync(alice.Place, new IPEndPoint(alice.Address, 9_999));
    }

    [Fact]
    public async Task a_port_that_is_no_longer_the_tenants_is_shut_and_the_others_stay_open()
    {
        var alice = await sandbox.MoveInAsync("alice", 0, Workload, 9_001);
        await using var first = await EchoServer.ListenAsync(alice.Place, Workload);
        await using var second = await EchoServer.ListenAsync(alice.Place, 9_001);
        using var before = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        await Talk.AskAsync(before, new IPEndPoint(alice.Address, 9_001));

        await sandbox.MustAsync(network => network.AttachAsync(new AttachNetworkInput(alice.Owner, [Workload]), Token));
        using var late = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        Talk.Begin(late, new IPEndPoint(alice.Address, 9_001));
        using var edge = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        await Talk.AskAsync(edge, new IPEndPoint(alice.Address, Workload));

        // Sockets are judged when they connect.
        await Talk.AskAsync(before, new IPEndPoint(alice.Address, 9_001), "still here");
        Assert.Single(second.Visitors);
        Assert.Single(first.Visitors);
    }
}
