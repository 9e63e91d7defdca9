using System.Buffers.Binary;
using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Agent;
using Lobsterd.Protocol.Agent;
using Xunit;

namespace Lobsterd.Tests.Host.Host.Agent;

public sealed class TapDoorsTests
{
    private readonly TapDoors doors = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_connection_goes_out_on_the_tenants_own_tap()
    {
        using var bob = new GuestEnd();
        using var alice = new GuestEnd();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var opening = doors.OpenAsync(alice.Owner, ControlAddress.ControlPort, end.Token);
        var packet = await alice.ReadSynAsync(Token);
        await end.CancelAsync();

        Assert.Equal(IPAddress.Parse(ControlAddress.Host), new IPAddress(packet.AsSpan(8, 16)));
        Assert.Equal(IPAddress.Parse(ControlAddress.Guest), new IPAddress(packet.AsSpan(24, 16)));
        Assert.Equal(ControlAddress.ControlPort, BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(42)));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Fact]
    public async Task without_ipv6_it_still_goes_out_on_the_tenants_own_tap()
    {
        // Both have the same subnet; the one made first would win by the routes alone.
        using var bob = new GuestEnd(hasIpv6: false);
        using var alice = new GuestEnd(hasIpv6: false);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var opening = doors.OpenAsync(alice.Owner, ControlAddress.HealthPort, end.Token);
        var packet = await alice.ReadSynAsync(Token);
        await end.CancelAsync();

        Assert.Equal(IPAddress.Parse(ControlAddress.GuestIpv4), new IPAddress(packet.AsSpan(16, 4)));
        Assert.Equal(ControlAddress.HealthPort, BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(22)));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    [Fact]
    public async Task a_knock_on_the_tenants_tap_is_heard()
    {
        using var alice = new GuestEnd();
        using var listener = doors.Listen(alice.Owner).Value;
        var frame = new byte[AgentKnock.FrameBytes];
        new AgentKnock(AgentLimits.ProtocolVersion).Write(frame);

        alice.Send(frame);

        await listener.HearAsync(Token);
    }

    [Fact]
    public async Task a_frame_that_only_looks_alike_or_comes_from_another_tenant_is_no_knock()
    {
        using var alice = new GuestEnd();
        using var bob = new GuestEnd();
        using var listener = doors.Listen(alice.Owner).Value;
        var knock = new byte[AgentKnock.FrameBytes];
        new AgentKnock(AgentLimits.ProtocolVersion).Write(knock);
        var alike = (byte[])knock.Clone();
        alike[20] ^= 1;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var hearing = listener.HearAsync(end.Token);
        bob.Send(knock);
        alice.Send(alike);
        Assert.False(hearing.IsCompleted);
        alice.Send(knock);

        await hearing;
    }

    [Fact]
    public async Task a_tap_that_goes_away_is_told_and_never_knocks()
    {
        using var alice = new GuestEnd();
        using var listener = doors.Listen(alice.Owner).Value;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var hearing = listener.HearAsync(end.Token);

        alice.Remove();

        Assert.Equal(AgentLapse.NoInterface, (await doors.OpenAsync(alice.Owner, ControlAddress.ControlPort, Token)).Error);
        Assert.Equal(AgentLapse.NoInterface, doors.Listen(alice.Owner).Error);
        await end.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hearing);
    }
}
