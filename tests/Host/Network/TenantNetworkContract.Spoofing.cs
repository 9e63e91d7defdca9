using System.Net;
using Lobsterd.Domain.Network;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// A guest speaks for itself alone.
public abstract partial class TenantNetworkContract
{
    private const int Ear = 7_000;

    [Fact]
    public async Task a_packet_with_another_source_address_goes_nowhere()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        var bob = await sandbox.MoveInAsync("bob", 1);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        IPAddress[] others =
        [
            bob.Address, sandbox.Plan.HostAddressOf(alice.Owner.Slot), sandbox.Plan.GuestAddressOf(new(99)), Outside.Host, Outside.Public,
            .. ((string[])["0.0.0.0", "127.0.0.1", "169.254.52.1", "169.254.52.2", "8.8.8.8", "255.255.255.255", "224.0.0.1"]).Select(IPAddress.Parse),
        ];

        foreach (var other in others) alice.Inject(new FrameMaker(other, Outside.Public).Udp(40_000, Ear, $"as {other}"));
        alice.Inject(alice.To(Outside.Public).Udp(40_000, Ear, "as alice"));
        _ = await ear.UntilAsync("as alice");
        bob.Inject(bob.To(Outside.Public).Udp(40_000, Ear, "as bob"));
        _ = await ear.UntilAsync("as bob");

        Assert.Equal(["as alice", "as bob"], ear.Words);
    }

    [Fact]
    public async Task a_packet_with_another_hardware_address_goes_nowhere()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        var honest = alice.To(Outside.Public);

        foreach (var mac in (string[])[MacAddress.Host, "02:6d:00:00:00:03", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"])
            alice.Inject((honest with { SourceMac = mac }).Udp(40_000, Ear, $"as {mac}"));
        alice.Inject(honest.Udp(40_000, Ear, "as alice"));
        _ = await ear.UntilAsync("as alice");

        Assert.Equal(["as alice"], ear.Words);
    }

    [Fact]
    public async Task a_fragment_with_another_source_address_does_not_become_part_of_the_others_packet()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        var bob = await sandbox.MoveInAsync("bob", 1);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);
        var evil = bob.To(Outside.Public).UdpInHalves(40_000, Ear, "bobs first half, and alice's own", id: 7);
        var honest = bob.To(Outside.Public).UdpInHalves(40_000, Ear, "bobs first half, and bobs second", id: 7);

        alice.Inject(evil.Second);
        bob.Inject(honest.First);
        bob.Inject(honest.Second);
        bob.Inject(bob.To(Outside.Public).Udp(40_000, Ear, "bob"));
        _ = await ear.UntilAsync("bob");

        Assert.DoesNotContain(ear.Words, word => word.Contains("alice", StringComparison.Ordinal));
        if (JudgesBeforeJoining) Assert.Equal(["bobs first half, and bobs second", "bob"], ear.Words);
    }

    [Fact]
    public async Task an_answer_of_one_guests_agent_cannot_come_from_another()
    {
        var alice = await sandbox.MoveInAsync("alice", 0);
        var bob = await sandbox.MoveInAsync("bob", 1);
        var agent = Agent(bob);
        using var socket = agent.OpenSocket();
        // Nobody listens at bob's yet; alice answers the connection as soon as she sees one, from the same address on her own link.
        Talk.Begin(socket, agent.Remote);
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;

        alice.Inject(FrameMaker.Between(ControlAddress.Guest, ControlAddress.Host).Syn(ControlAddress.ControlPort, port));

        Assert.Empty(HeardBut(alice));
        await using var listening = await EchoServer.ListenAsync(bob.Place, ControlAddress.ControlPort);
        await AskAgentAsync(bob);
        Assert.Empty(HeardBut(alice));
    }
}
