using System.Text;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Agent;

public sealed class RequestTests : IAsyncLifetime
{
    private AgentRig rig = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => rig = await AgentRig.StartClaimedAsync(Token);

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    [Fact]
    public async Task stats_tell_memory_load_disk_uptime_and_workload()
    {
        var stats = (await rig.Client.StatsAsync(AgentRig.Owner, AgentRig.Token, Token)).Value;

        Assert.InRange(stats.MemoryAvailableBytes, 1, stats.MemoryTotalBytes);
        Assert.InRange(stats.DiskFreeBytes, 0, stats.DiskTotalBytes);
        Assert.True(stats.Uptime > TimeSpan.Zero && stats.Load1 >= 0 && stats.Connections >= 0);
        Assert.Equal(("stopped", 0), (stats.WorkloadState, stats.WorkloadRestarts));
    }

    [Fact]
    public async Task disk_and_clock_requests_reach_the_machine()
    {
        Assert.True((await rig.Client.SyncAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);
        Assert.True((await rig.Client.FreezeAsync(AgentRig.Owner, AgentRig.Token, TimeSpan.FromSeconds(60), Token)).IsSuccess);
        Assert.True((await rig.Client.ThawAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);
        Assert.True((await rig.Client.SetClockAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);

        Assert.Equal(["sync", "freeze", "thaw", "clock"], rig.Calls[5..].Select(call => call.Split(' ')[0]));
    }

    [Fact]
    public async Task a_frozen_disk_is_not_frozen_again_and_a_thawed_one_not_thawed()
    {
        Assert.True((await rig.Client.FreezeAsync(AgentRig.Owner, AgentRig.Token, TimeSpan.FromSeconds(60), Token)).IsSuccess);
        Assert.Contains("frozen already", (await rig.Client.FreezeAsync(AgentRig.Owner, AgentRig.Token, TimeSpan.FromSeconds(1), Token)).Error.FullMessage, StringComparison.Ordinal);
        Assert.True((await rig.Client.ThawAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);
        Assert.Contains("not frozen", (await rig.Client.ThawAsync(AgentRig.Owner, AgentRig.Token, Token)).Error.FullMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_freeze_that_nobody_ends_ends_by_itself()
    {
        Assert.True((await rig.Client.FreezeAsync(AgentRig.Owner, AgentRig.Token, TimeSpan.FromMilliseconds(1), Token)).IsSuccess);

        Assert.True(await Eventually.HoldsAsync(() => rig.Calls is [.., "thaw now"], Token));
    }

    [Fact]
    public async Task an_agent_that_stops_while_frozen_thaws_first()
    {
        Assert.True((await rig.Client.FreezeAsync(AgentRig.Owner, AgentRig.Token, TimeSpan.FromSeconds(60), Token)).IsSuccess);
        Assert.True((await rig.Client.ShutdownAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);

        Assert.True((await rig.Ended).IsSuccess);
        Assert.Equal("thaw now", rig.Calls[^1]);
    }

    [Fact]
    public async Task health_needs_no_token_on_its_own_port_and_nothing_else_is_told_there()
    {
        Assert.Equal(new AgentHealth(true, false, "stopped"), (await rig.Client.HealthAsync(AgentRig.Owner, Token)).Value);

        var peer = await rig.ConnectAsync(health: true);
        _ = await peer.HearAsync();
        await peer.SayAsync("""{"op":"stats","token":"agent-token"}""");
        Assert.Null(await peer.HearAsync());
    }

    [Fact]
    public async Task health_on_the_control_port_is_the_same() =>
        Assert.Equal(
            """{"reply":"health","claimed":true,"workloadAnswers":false,"workloadState":"stopped"}""",
            await AskAsync("""{"op":"health","token":"agent-token"}"""));

    [Theory]
    [InlineData("""{"op":"stats","token":"agent-token","v":3}""", AgentRefusal.Version)]
    [InlineData("""{"op":"stats","token":"agent-token","v":0}""", AgentRefusal.Version)]
    [InlineData("""{"op":"fly","token":"agent-token"}""", AgentRefusal.Garbled)]
    [InlineData("""{"token":"agent-token"}""", AgentRefusal.Garbled)]
    [InlineData("""{"op":"freeze","token":"agent-token"}""", AgentRefusal.Garbled)]
    [InlineData("""{"op":"stats","token":"agent-token","more":1}""", AgentRefusal.Garbled)]
    [InlineData("""{"op":"freeze","token":"agent-token","atMostMs":60001}""", AgentRefusal.Invalid)]
    [InlineData("""{"op":"workload.wait","token":"agent-token","timeoutMs":0}""", AgentRefusal.Invalid)]
    [InlineData("""{"op":"workload.wait","token":"agent-token","timeoutMs":10}""", AgentRefusal.State)]
    [InlineData("""{"op":"clock.set","token":"agent-token","nowUnixMs":1}""", AgentRefusal.Invalid)]
    [InlineData("""{"op":"woken","token":"agent-token","nowUnixMs":1800000000000,"entropy":"AAAA"}""", AgentRefusal.Invalid)]
    [InlineData("""{"op":"logs","token":"agent-token","tail":-1}""", AgentRefusal.Invalid)]
    [InlineData("""{"op":"exec","token":"agent-token","command":[]}""", AgentRefusal.Invalid)]
    [InlineData("""{"op":"exec","token":"agent-token","command":["ls"],"user":"nobody-here"}""", AgentRefusal.Invalid)]
    [InlineData("""{"op":"exec","token":"agent-token","command":["ls"],"columns":4097}""", AgentRefusal.Invalid)]
    public async Task what_cannot_be_done_is_refused_by_name_and_the_connection_goes_on(string line, string code)
    {
        var peer = await rig.ConnectAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync(line);
        Assert.Contains($"\"code\":\"{code}\"", await peer.HearAsync(), StringComparison.Ordinal);

        await peer.SayAsync("""{"op":"sync","token":"agent-token"}""");
        Assert.Equal("""{"reply":"done"}""", await peer.HearAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"op":"stats","token":"agent-token"} x""")]
    [InlineData("""{"op":"stats","token":5}""")]
    [InlineData("""{"op":7,"token":"agent-token"}""")]
    [InlineData("""{"op":"stats","token":"agent-token","v":"1"}""")]
    [InlineData("""{"op":"stats","token":"\ud800"}""")]
    public async Task what_is_no_message_ends_the_connection(string line) => Assert.Null(await AskAsync(line));

    [Fact]
    public async Task a_line_above_the_bound_ends_the_connection()
    {
        var peer = await rig.ConnectAsync();
        _ = await peer.HearAsync();
        await peer.SendAsync(Encoding.ASCII.GetBytes("{\"op\":\"stats\",\"token\":\"" + new string('x', AgentLimits.MaxLineBytes)));

        Assert.Null(await peer.HearAsync());
    }

    [Fact]
    public async Task a_workload_that_cannot_be_started_says_why_backs_off_and_stops_when_told()
    {
        await using var other = await AgentRig.StartAsync();
        var claim = AgentRig.Claim with { Workload = new WorkloadSpec { Name = "none", Command = ["no-such-program"], Port = 9000 } };
        Assert.True((await other.Client.ClaimAsync(AgentRig.Owner, claim, Token)).IsSuccess);

        var started = await other.Client.StartWorkloadAsync(AgentRig.Owner, AgentRig.Token, Token);
        var health = await other.Client.HealthAsync(AgentRig.Owner, Token);
        Assert.True((await other.Client.StopWorkloadAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);

        Assert.Contains("no-such-program: not found", started.Error.FullMessage, StringComparison.Ordinal);
        Assert.Equal("backoff", health.Value.WorkloadState);
        Assert.Equal("stopped", (await other.Client.HealthAsync(AgentRig.Owner, Token)).Value.WorkloadState);
        var lines = await LogTests.TextsAsync(other.Client.LogsAsync(AgentRig.Owner, AgentRig.Token, 10, follow: false, Token));
        Assert.Contains(lines, line => line.Contains("no-such-program", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_shutdown_is_answered_before_the_agent_ends()
    {
        Assert.True((await rig.Client.ShutdownAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);

        Assert.True((await rig.Ended).IsSuccess);
    }

    [Fact]
    public async Task an_agent_without_a_network_ends_with_its_fault_and_one_that_is_not_heard_goes_on()
    {
        var fault = new LobsterError(AgentErrors.Unreachable, "no interface");
        await using var broken = await AgentRig.StartAsync(new LoopbackNetwork { Broken = fault });
        await using var unheard = await AgentRig.StartAsync(new LoopbackNetwork { Unheard = fault });

        Assert.Equal(fault, (await broken.Ended).Error);
        Assert.True((await unheard.Client.HealthAsync(AgentRig.Owner, Token)).IsSuccess);
    }

    [Fact]
    public async Task a_second_agent_at_the_same_address_is_refused_its_port()
    {
        var network = new LoopbackNetwork();
        await using var first = await AgentRig.StartAsync(network);
        await using var second = await AgentRig.StartAsync(network);

        Assert.True((await second.Ended).IsFailure);
        Assert.False(first.Ended.IsCompleted);
    }

    private async Task<string?> AskAsync(string line)
    {
        var peer = await rig.ConnectAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync(line);
        return await peer.HearAsync();
    }
}
