using System.Text.Json;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Schedules;
using Lobsterd.Protocol.Agent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

public sealed class AgentClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_claim_brings_the_whole_identity()
    {
        var heard = "";
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync(AgentGreeting.Anonymous);
            heard = await peer.HearAsync();
            await peer.SayAsync(AgentPeer.Done);
            await peer.HearEndAsync();
        });
        using var client = agent.Client();

        Assert.True((await client.ClaimAsync(HostileAgent.Alice, HostileAgent.Claim, Token)).IsSuccess);

        var claim = Assert.IsType<AgentRequest.Claim>(JsonSerializer.Deserialize(heard!, AgentJson.Default.AgentRequest));
        Assert.Equal(HostileAgent.Alice.Id, claim.Id);
        Assert.Equal(("alice", "10.66.0.30", 30, "10.66.0.29"), (claim.Name, claim.Address, claim.PrefixLength, claim.Gateway));
        Assert.Equal(["9.9.9.9"], claim.Dns);
        Assert.Equal(("agent-token", "gateway-token", 1_800_000_000_000), (claim.AgentToken, claim.GatewayToken, claim.NowUnixMs));
        Assert.Equal(64, claim.Entropy.Length);
        Assert.Equal(("gateway", "tenant", 9000), (claim.Workload.Name, claim.Workload.User, claim.Workload.Port));
        Assert.Null(claim.Token);
    }

    [Fact]
    public async Task waiting_claiming_starting_and_waiting_again_take_one_connection()
    {
        var heard = new List<string?>();
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync(AgentGreeting.Anonymous);
            while (await peer.HearAsync() is { } line)
            {
                heard.Add(line);
                await peer.SayAsync(AgentPeer.Done);
            }
        });
        using var client = agent.Client();

        Assert.True((await client.WaitReadyAsync(HostileAgent.Alice, TimeSpan.FromMinutes(2), Token)).IsSuccess);
        Assert.True((await client.ClaimAsync(HostileAgent.Alice, HostileAgent.Claim, Token)).IsSuccess);
        Assert.True((await client.StartWorkloadAsync(HostileAgent.Alice, "agent-token", Token)).IsSuccess);
        Assert.True((await client.WaitWorkloadAsync(HostileAgent.Alice, "agent-token", null, Token)).IsSuccess);

        Assert.Equal(1, agent.Connections);
        Assert.Equal(3, heard.Count);
        Assert.All(heard.Skip(1), line => Assert.Contains("\"token\":\"agent-token\"", line, StringComparison.Ordinal));
        Assert.True(agent.Knock.IsDisposed);
    }

    [Fact]
    public async Task a_connection_that_a_replaced_vm_has_forgotten_is_opened_anew_and_the_request_repeated()
    {
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            _ = await peer.HearAsync();
            await peer.SayAsync(AgentPeer.Done);
            if (peer.Number == 1) _ = await peer.HearAsync();
            else await peer.HearEndAsync();
        });
        using var client = agent.Client();

        Assert.True((await client.SyncAsync(HostileAgent.Alice, "t", Token)).IsSuccess);
        Assert.True((await client.SyncAsync(HostileAgent.Alice, "t", Token)).IsSuccess);

        Assert.Equal(2, agent.Connections);
    }

    [Fact]
    public async Task waiting_for_a_vm_drops_the_connection_to_the_one_before()
    {
        await using var agent = Obliging();
        using var client = agent.Client();

        Assert.True((await client.SyncAsync(HostileAgent.Alice, "t", Token)).IsSuccess);
        Assert.True((await client.WaitReadyAsync(HostileAgent.Alice, TimeSpan.FromMinutes(2), Token)).IsSuccess);

        Assert.Equal(2, agent.Connections);
    }

    [Fact]
    public async Task a_connection_is_let_go_before_the_agent_would_close_it()
    {
        var clock = new FakeTimeProvider();
        var closed = new TaskCompletionSource();
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            _ = await peer.HearAsync();
            await peer.SayAsync(AgentPeer.Done);
            await peer.HearEndAsync();
            closed.SetResult();
        });
        using var client = agent.Client(clock);

        Assert.True((await client.SyncAsync(HostileAgent.Alice, "t", Token)).IsSuccess);
        clock.Advance(TimeSpan.FromMilliseconds(AgentLimits.RequestTimeoutMs / 2));

        await closed.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task health_is_asked_on_its_own_port_without_a_token()
    {
        string? heard = null;
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync(AgentGreeting.Anonymous);
            heard = await peer.HearAsync();
            await peer.SayAsync("""{"reply":"health","claimed":false,"workloadAnswers":true,"workloadState":"none"}""");
        });
        using var client = agent.Client();

        Assert.Equal(new AgentHealth(false, true, "none"), (await client.HealthAsync(HostileAgent.Alice, Token)).Value);
        Assert.Equal([ControlAddress.HealthPort], agent.Ports);
        Assert.Equal("""{"op":"health","v":1}""", heard);
    }

    [Fact]
    public async Task schedules_are_taken_over_unread()
    {
        await using var agent = Answering("""{"reply":"schedules","all":[{"id":"beat","text":"every 15m","sinceUnixMs":1500}]}""");
        using var client = agent.Client();

        var told = await client.SchedulesAsync(HostileAgent.Alice, "t", Token);

        Assert.Equal(new GuestSchedule("beat", "every 15m", DateTimeOffset.FromUnixTimeMilliseconds(1500)), Assert.Single(told.Value));
    }

    [Theory]
    [InlineData("""{"reply":"schedules","all":[{"id":"../beat","text":"every 15m","sinceUnixMs":0}]}""")]
    [InlineData("""{"reply":"schedules","all":[{"id":"","text":"every 15m","sinceUnixMs":0}]}""")]
    [InlineData("""{"reply":"schedules","all":[{"id":"beat","text":"every\u001b15m","sinceUnixMs":0}]}""")]
    [InlineData("""{"reply":"schedules","all":[{"id":"beat","text":"every 15m","sinceUnixMs":9223372036854775807}]}""")]
    [InlineData("""{"reply":"schedules","all":[null]}""")]
    [InlineData("""{"reply":"done"}""")]
    public async Task schedules_that_no_agent_tells_are_garbled(string reply)
    {
        await using var agent = Answering(reply);
        using var client = agent.Client();

        Assert.Equal(AgentErrors.Garbled, (await client.SchedulesAsync(HostileAgent.Alice, "t", Token)).Error.Code);
    }

    [Fact]
    public async Task more_schedules_than_there_may_be_are_garbled()
    {
        var many = string.Join(',', Enumerable.Repeat("""{"id":"beat","text":"every 15m","sinceUnixMs":0}""", AgentLimits.MaxSchedules + 1));
        await using var agent = Answering($$"""{"reply":"schedules","all":[{{many}}]}""");
        using var client = agent.Client();

        Assert.Equal(AgentErrors.Garbled, (await client.SchedulesAsync(HostileAgent.Alice, "t", Token)).Error.Code);
    }

    [Fact]
    public async Task an_agent_of_before_schedules_has_none()
    {
        await using var agent = Answering("""{"reply":"refused","code":"garbled","message":"no such request"}""");
        using var client = agent.Client();

        Assert.Empty((await client.SchedulesAsync(HostileAgent.Alice, "t", Token)).Value);
    }

    [Fact]
    public async Task stats_are_taken_over()
    {
        await using var agent = Answering("""
            {"reply":"stats","uptimeMs":1500,"memoryTotalBytes":2,"memoryAvailableBytes":1,"load1":0.5,"diskTotalBytes":4,"diskFreeBytes":3,"connections":5,"workloadState":"running","workloadRestarts":6}
            """);
        using var client = agent.Client();

        var stats = await client.StatsAsync(HostileAgent.Alice, "t", Token);

        Assert.Equal(new GuestStats(TimeSpan.FromMilliseconds(1500), 2, 1, 0.5, 4, 3, 5, "running", 6), stats.Value);
    }

    [Theory]
    [InlineData(AgentRefusal.Claimed, "agent.claim.refused")]
    [InlineData(AgentRefusal.Version, "agent.version.unknown")]
    [InlineData(AgentRefusal.Busy, "agent.request.refused")]
    [InlineData(AgentRefusal.Timeout, "agent.request.refused")]
    [InlineData("a word of tomorrow", "agent.request.refused")]
    public async Task a_refusal_keeps_its_meaning(string word, string code)
    {
        await using var agent = Answering($$"""{"reply":"refused","code":"{{word}}","message":"no"}""");
        using var client = agent.Client();

        Assert.Equal(code, (await client.ClaimAsync(HostileAgent.Alice, HostileAgent.Claim, Token)).Error.Code.Name);
    }

    [Fact]
    public async Task a_workload_that_stays_silent_has_a_code_of_its_own()
    {
        await using var agent = Answering($$"""{"reply":"refused","code":"{{AgentRefusal.Timeout}}","message":"no answer on port 9000"}""");
        using var client = agent.Client();

        Assert.Equal(AgentErrors.WorkloadSilent, (await client.WaitWorkloadAsync(HostileAgent.Alice, "t", null, Token)).Error.Code);
    }

    [Fact]
    public async Task a_refusal_cannot_write_to_the_operators_terminal()
    {
        await using var agent = Answering($$"""{"reply":"refused","code":"failed","message":"\u001b[2J\u202egone{{new string('x', 900)}}"}""");
        using var client = agent.Client();

        var message = (await client.SyncAsync(HostileAgent.Alice, "t", Token)).Error.Message;

        Assert.DoesNotContain('\u001b', message);
        Assert.DoesNotContain('\u202e', message);
        Assert.Contains(@"\u{1b}[2J\u{202e}gone", message, StringComparison.Ordinal);
        Assert.True(message.Length < 400, message);
    }

    [Fact]
    public async Task an_agent_that_closes_without_a_word_has_refused_the_token()
    {
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            _ = await peer.HearAsync();
        });
        using var client = agent.Client();

        Assert.Equal(AgentErrors.Unauthorized, (await client.SyncAsync(HostileAgent.Alice, "wrong", Token)).Error.Code);
        Assert.Equal(AgentErrors.Unreachable, (await client.ClaimAsync(HostileAgent.Alice, HostileAgent.Claim, Token)).Error.Code);
    }

    [Fact]
    public async Task a_vm_without_identity_is_asked_nothing_but_to_take_one()
    {
        string? heard = null;
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync(AgentGreeting.Anonymous);
            heard = await peer.HearAsync();
        });
        using var client = agent.Client();

        Assert.Equal(AgentErrors.ClaimRefused, (await client.StartWorkloadAsync(HostileAgent.Alice, "t", Token)).Error.Code);
        Assert.Null(heard);
    }

    [Theory]
    [InlineData(1, 1, 1, null)]
    [InlineData(9, 1, 2, null)]
    [InlineData(9, 2, 2, null)]
    [InlineData(9, 3, 0, "agent.version.unknown")]
    [InlineData(1, 2, 0, "agent.message.garbled")]
    [InlineData(0, 0, 0, "agent.message.garbled")]
    public async Task the_newest_version_of_both_is_spoken(int protocol, int oldest, int spoken, string? code)
    {
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync(protocol: protocol, oldest: oldest);
            if (await peer.HearAsync() is { } line) await peer.SayAsync(line.Contains($"\"v\":{spoken}", StringComparison.Ordinal) ? AgentPeer.Done : "?");
        });
        using var client = agent.Client();

        var said = await client.SyncAsync(HostileAgent.Alice, "t", Token);

        Assert.Equal(code, said.IsSuccess ? null : said.Error.Code.Name);
    }

    [Fact]
    public async Task a_request_longer_than_the_protocol_allows_is_not_sent()
    {
        var heardAnything = false;
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            heardAnything = await peer.HearAsync() is not null;
        });
        using var client = agent.Client();
        var spec = new ExecSpec { Command = [new string('x', AgentLimits.MaxLineBytes)] };

        Assert.Equal(AgentErrors.RequestTooLong, (await client.ExecAsync(HostileAgent.Alice, "t", spec, Token)).Error.Code);
        Assert.False(heardAnything);
    }

    [Fact]
    public async Task every_bound_and_clock_travels_in_its_unit()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123));
        var heard = new List<string?>();
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            while (await peer.HearAsync() is { } line)
            {
                heard.Add(line);
                await peer.SayAsync(AgentPeer.Done);
            }
        });
        using var client = agent.Client(clock);

        Assert.True((await client.FreezeAsync(HostileAgent.Alice, "t", TimeSpan.FromSeconds(3), Token)).IsSuccess);
        Assert.True((await client.ThawAsync(HostileAgent.Alice, "t", Token)).IsSuccess);
        Assert.True((await client.SetClockAsync(HostileAgent.Alice, "t", Token)).IsSuccess);
        Assert.True((await client.StopWorkloadAsync(HostileAgent.Alice, "t", Token)).IsSuccess);
        Assert.True((await client.WaitWorkloadAsync(HostileAgent.Alice, "t", null, Token)).IsSuccess);
        Assert.True((await client.ShutdownAsync(HostileAgent.Alice, "t", Token)).IsSuccess);

        Assert.Equal(
            [
                """{"op":"freeze","atMostMs":3000,"v":1,"token":"t"}""",
                """{"op":"thaw","v":1,"token":"t"}""",
                """{"op":"clock.set","nowUnixMs":1800000000123,"v":1,"token":"t"}""",
                """{"op":"workload.stop","v":1,"token":"t"}""",
                """{"op":"workload.wait","timeoutMs":60000,"v":1,"token":"t"}""",
                """{"op":"shutdown","v":1,"token":"t"}""",
            ],
            heard);
    }

    internal static HostileAgent Obliging() => new(async peer =>
    {
        await peer.GreetAsync();
        while (await peer.HearAsync() is not null) await peer.SayAsync(AgentPeer.Done);
    });

    internal static HostileAgent Answering(string reply) => new(async peer =>
    {
        await peer.GreetAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync(reply.Trim());
        await peer.HearEndAsync();
    });
}
