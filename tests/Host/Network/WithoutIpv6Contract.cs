using System.Net.Sockets;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>The same promises where the host has IPv6 switched off: control goes by 169.254.52.1 and .2, the same two addresses on every TAP.</summary>
public abstract class WithoutIpv6Contract : IAsyncLifetime
{
    private const string Switch = "/proc/sys/net/ipv6/conf/default/disable_ipv6";

    private NetSandbox sandbox = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Switch, "1", Token);
        sandbox = await NetSandbox.StartAsync(Make, new NetworkConfig());
    }

    public async ValueTask DisposeAsync()
    {
        await sandbox.DisposeAsync();
        await File.WriteAllTextAsync(Switch, "0", CancellationToken.None);
        GC.SuppressFinalize(this);
    }

    /// <summary>The network under test with one back end.</summary>
    private protected abstract TenantNetwork Make(LobsterdPaths paths, NetworkPlan plan, NetworkConfig config);

    [Fact]
    public async Task every_agent_answers_on_its_own_tap()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        var bob = await sandbox.MoveInAsync("bob", 1);
        await using var alices = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var bobs = await EchoServer.ListenAsync(bob.Place, ControlAddress.HealthPort);

        var (toAlice, toBob) = (Agent(alice, ControlAddress.ControlPort), Agent(bob, ControlAddress.HealthPort));
        using var first = toAlice.OpenSocket();
        using var second = toBob.OpenSocket();
        await Task.WhenAll(Talk.AskAsync(first, toAlice.Remote, "alice"), Talk.AskAsync(second, toBob.Remote, "bob"));

        Assert.Equal(ControlAddress.GuestIpv4, toAlice.Remote.Address.ToString());
        Assert.Equal([ControlAddress.HostIpv4], alices.Visitors.Select(visitor => visitor.Address.ToString()));
        Assert.Equal([ControlAddress.HostIpv4], bobs.Visitors.Select(visitor => visitor.Address.ToString()));
    }

    [Fact]
    public async Task connections_of_equal_ports_on_two_taps_are_kept_apart()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        var bob = await sandbox.MoveInAsync("bob", 1);
        await using var alices = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var bobs = await EchoServer.ListenAsync(bob.Place, ControlAddress.ControlPort);
        using var first = Agent(alice, ControlAddress.ControlPort).OpenSocket();
        using var second = Agent(bob, ControlAddress.ControlPort).OpenSocket();

        foreach (var socket in (Socket[])[first, second])
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Parse(ControlAddress.HostIpv4), 45_000));
        }
        await Talk.AskAsync(first, Agent(alice, ControlAddress.ControlPort).Remote, "alice");
        await Talk.AskAsync(second, Agent(bob, ControlAddress.ControlPort).Remote, "bob");
        await Talk.AskAsync(first, Agent(alice, ControlAddress.ControlPort).Remote, "alice again");

        Assert.Equal([45_000], alices.Visitors.Select(visitor => visitor.Port));
        Assert.Equal([45_000], bobs.Visitors.Select(visitor => visitor.Port));
    }

    [Fact]
    public async Task a_control_connection_is_forgotten_with_its_tenant()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var server = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        var agent = Agent(alice, ControlAddress.ControlPort);
        using var control = agent.OpenSocket();
        await Talk.AskAsync(control, agent.Remote);
        var before = TenantNetworkContract.Tracked();

        await sandbox.MoveOutAsync(alice);

        Assert.InRange(TenantNetworkContract.Tracked(), 0, before - 1);
    }

    [Fact]
    public async Task only_root_reaches_an_agent()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var server = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        var agent = Agent(alice, ControlAddress.ControlPort);

        using var stranger = await Talk.SocketOfUserAsync(54_321, AddressFamily.InterNetwork);
        Talk.Begin(stranger, agent.Remote);
        using var edge = await Talk.SocketOfUserAsync(sandbox.Paths.Instance.EdgeUid, AddressFamily.InterNetwork);
        Talk.Begin(edge, agent.Remote);
        using var root = agent.OpenSocket();
        await Talk.AskAsync(root, agent.Remote);

        var visitor = Assert.Single(server.Visitors);
        Assert.All(alice.Wire.Heard.Where(packet => !packet.IsChatter), packet => Assert.Equal(visitor.Port, packet.SourcePort));
    }

    [Fact]
    public async Task a_guest_reaches_nothing_by_the_control_addresses()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        var bob = await sandbox.MoveInAsync("bob", 1);
        await using var agent = await EchoServer.ListenAsync(bob.Place, ControlAddress.ControlPort);
        await using var alices = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var service = EchoServer.ListenOnHost(8_080);
        await using var world = await UdpEar.OpenAsync(sandbox.Outside.Place, 7_000);

        foreach (var from in (int[])[ControlAddress.ControlPort, 40_000])
        {
            alice.Inject(FrameMaker.Between(ControlAddress.GuestIpv4, ControlAddress.HostIpv4).Syn(from, 8_080));
            alice.Inject(FrameMaker.Between(ControlAddress.GuestIpv4, ControlAddress.GuestIpv4).Syn(from, ControlAddress.ControlPort));
            alice.Inject(FrameMaker.Between(ControlAddress.GuestIpv4, Outside.Public.ToString()).Udp(from, 7_000, "as nobody"));
        }
        alice.Inject(alice.To(Outside.Public).Udp(40_000, 7_000, "as alice"));
        _ = await world.UntilAsync("as alice");
        var control = Agent(alice, ControlAddress.ControlPort);
        using var toAlice = control.OpenSocket();
        await Talk.AskAsync(toAlice, control.Remote);
        var other = Agent(bob, ControlAddress.ControlPort);
        using var toBob = other.OpenSocket();
        await Talk.AskAsync(toBob, other.Remote);

        Assert.Equal(["as alice"], world.Words);
        Assert.Empty(service.Visitors);
        Assert.Single(agent.Visitors);
        await Talk.AskFromHostAsync(new System.Net.IPEndPoint(Outside.Host, 8_080));
    }

    [Fact]
    public async Task a_tap_has_no_ipv6_and_its_source_is_checked_loosely()
    {
        _ = await sandbox.MoveInAsync("alice", 0);

        Assert.Equal("1", (await File.ReadAllTextAsync("/proc/sys/net/ipv6/conf/lob0/disable_ipv6", Token)).Trim());
        Assert.Equal("2", (await File.ReadAllTextAsync("/proc/sys/net/ipv4/conf/lob0/rp_filter", Token)).Trim());
        Assert.DoesNotContain("lob0", await File.ReadAllTextAsync("/proc/net/if_inet6", Token), StringComparison.Ordinal);
    }

    private static ControlEndpoint Agent(Guest guest, int port) => ControlEndpoint.Find(guest.Owner.Slot, port).Succeed();
}
