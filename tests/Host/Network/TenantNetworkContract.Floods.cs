using System.Net;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// Many frames: scans and floods, as many as a test can send in a second or two.
public abstract partial class TenantNetworkContract
{
    private const int Many = 40_000;

    [Fact]
    public async Task a_scan_finds_no_port_of_a_neighbour()
    {
        var (alice, bob) = await TwoAsync();
        await using var workload = await EchoServer.ListenAsync(bob.Place, Workload);
        await using var agent = await EchoServer.ListenAsync(bob.Place, ControlAddress.ControlPort);

        for (var port = 1; port <= AllPorts; port++) alice.Inject(alice.To(bob.Address).Syn(40_000, port));
        for (var port = 1; port <= AllPorts; port += 64) alice.Inject(alice.To(bob.Address).Udp(40_000, port, "anybody?"));
        await AskAgentAsync(bob);
        await Talk.AskFromHostAsync(new IPEndPoint(bob.Address, Workload));

        Assert.Single(workload.Visitors);
        Assert.All(HeardBut(bob), packet => Assert.NotEqual(alice.Address, packet.Source));
        Assert.Empty(HeardBut(alice));
    }

    [Theory]
    [InlineData(Packet.Tcp)]
    [InlineData(Packet.Udp)]
    public async Task a_flood_takes_no_more_of_the_connection_table_than_a_tenants_part_and_others_go_on(byte protocol)
    {
        var config = new NetworkConfig();
        var (alice, bob) = await TwoAsync();
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 80);
        var before = Tracked();

        for (var i = 0; i < Many; i++)
        {
            var maker = alice.To(i % 4 == 0 ? Outside.Host : i % 4 == 1 ? bob.Address : i % 4 == 2 ? Outside.Elsewhere : Outside.Public);
            alice.Inject(protocol == Packet.Tcp ? maker.Syn(20_000 + i % Many, 8_000 + i % 7) : maker.Udp(20_000 + i % Many, 8_000 + i % 7, "flood"));
        }
        await AskAgentAsync(alice);
        var tracked = Tracked();
        await Talk.AskFromAsync(bob.Place, Web);

        // Besides the flood's there are the agent's, and what the world's own kernel says. Some of those from before may have run out meanwhile.
        Assert.InRange(tracked, 0, before + config.MaxConnections + 16);
        Assert.Single(world.Visitors);
        Assert.All(HeardBut(bob), packet => Assert.NotEqual(alice.Address, packet.Source));
    }
}
