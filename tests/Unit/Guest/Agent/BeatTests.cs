using Lobsterd.Protocol.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Agent;

/// <summary>The agent's heart, as the host's client and as anybody else on the health port hears it.</summary>
public sealed class BeatTests : IAsyncLifetime
{
    private AgentRig rig = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => rig = await AgentRig.StartClaimedAsync(Token);

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task it_says_so_and_then_says_nothing_but_that_it_lives()
    {
        var peer = await rig.ConnectAsync(health: true);
        _ = await peer.HearAsync();

        await peer.SayAsync("""{"op":"beat","everyMs":1000}""");

        Assert.Equal("""{"reply":"stream"}""", await peer.HearAsync());
        Assert.Equal("", await peer.HearAsync());
        Assert.Equal("", await peer.HearAsync());
    }

    [Theory]
    [InlineData("""{"op":"beat"}""")]
    [InlineData("""{"op":"beat","everyMs":999}""")]
    [InlineData("""{"op":"beat","everyMs":600001}""")]
    [InlineData("""{"op":"beat","everyMs":1000,"colour":"red"}""")]
    public async Task what_it_cannot_keep_it_does_not_begin(string line)
    {
        var peer = await rig.ConnectAsync(health: true);
        _ = await peer.HearAsync();

        await peer.SayAsync(line);

        Assert.Null(await peer.HearAsync());
    }

    [Fact]
    public async Task the_control_port_has_no_heart()
    {
        var peer = await rig.ConnectAsync();
        _ = await peer.HearAsync();

        await peer.SayAsync($$"""{"op":"beat","token":"{{AgentRig.Token}}","everyMs":1000}""");

        Assert.Contains(AgentRefusal.Invalid, await peer.HearAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task one_that_is_held_is_silent_and_begins_to_beat_for_nobody()
    {
        var peer = await rig.ConnectAsync(health: true);
        _ = await peer.HearAsync();
        await peer.SayAsync("""{"op":"beat","everyMs":1000}""");
        Assert.Equal("""{"reply":"stream"}""", await peer.HearAsync());

        Assert.True((await rig.Client.HoldAsync(AgentRig.Owner, AgentRig.Token, new byte[32], Token)).IsSuccess);

        Assert.Null(await peer.HearAsync());
        Assert.Null(await rig.Client.ListenAsync(AgentRig.Owner, TimeSpan.FromSeconds(1), Token));
    }
}
