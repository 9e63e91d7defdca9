using System.Text;
using Lobsterd.Domain.Agent;
using Lobsterd.Protocol.Agent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>What an agent that means harm can do to the host: get an error.</summary>
public sealed class HostileAgentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task an_agent_that_never_greets_is_given_up_at_the_bound()
    {
        var clock = new FakeTimeProvider();
        var connected = new TaskCompletionSource();
        await using var agent = new HostileAgent(peer =>
        {
            connected.SetResult();
            return peer.HearEndAsync();
        });
        using var client = agent.Client(clock);

        var asking = client.SyncAsync(HostileAgent.Alice, "t", Token);
        await connected.Task.WaitAsync(Token);
        clock.Advance(TimeSpan.FromSeconds(10));

        var error = (await asking).Error;
        Assert.Equal(AgentErrors.Unreachable, error.Code);
        Assert.Contains("10 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task dripping_bytes_buys_no_time()
    {
        var clock = new FakeTimeProvider();
        var drips = 0;
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            _ = await peer.HearAsync();
            await peer.SendAsync("{\"reply\":"u8.ToArray());
            for (; drips < 1_000; drips++)
            {
                await peer.SendAsync(" "u8.ToArray());
                clock.Advance(TimeSpan.FromSeconds(1));
            }
        });
        using var client = agent.Client(clock);

        Assert.Equal(AgentErrors.Unreachable, (await client.SyncAsync(HostileAgent.Alice, "t", Token)).Error.Code);
    }

    [Fact]
    public async Task a_line_without_end_costs_no_more_than_the_longest_reply()
    {
        var sent = 0L;
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            _ = await peer.HearAsync();
            var junk = Encoding.ASCII.GetBytes(new string('a', 64 << 10));
            while (sent < 1L << 30)
            {
                await peer.SendAsync(junk);
                sent += junk.Length;
            }
        });
        using var client = agent.Client();

        Assert.Equal(AgentErrors.Garbled, (await client.SyncAsync(HostileAgent.Alice, "t", Token)).Error.Code);
        // What the host did not take was left in the two sockets' buffers.
        Assert.True(sent < 64L << 20, $"{sent} bytes were taken");
    }

    [Theory]
    [InlineData(AgentLimits.MaxReplyBytes, true)]
    [InlineData(AgentLimits.MaxReplyBytes + 1, false)]
    public async Task the_longest_reply_is_taken_and_no_longer_one(int bytes, bool isTaken)
    {
        await using var agent = AgentClientTests.Answering(AgentPeer.Done.PadRight(bytes - 1).Replace("}", "", StringComparison.Ordinal)[..(bytes - 2)] + "}");
        using var client = agent.Client();

        Assert.Equal(isTaken, (await client.SyncAsync(HostileAgent.Alice, "t", Token)).IsSuccess);
    }

    [Fact]
    public async Task an_agent_that_hangs_up_within_its_answer_is_garbled()
    {
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            _ = await peer.HearAsync();
            await peer.SendAsync("{\"reply\":\"do"u8.ToArray());
        });
        using var client = agent.Client();

        Assert.Equal(AgentErrors.Garbled, (await client.SyncAsync(HostileAgent.Alice, "t", Token)).Error.Code);
    }

    [Fact]
    public async Task an_answer_before_the_question_is_no_answer()
    {
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.SendAsync("""
                {"agent":"lobsterd","protocol":1,"oldest":1,"state":"claimed"}
                {"reply":"done"}

                """u8.ToArray());
            await peer.HearEndAsync();
        });
        using var client = agent.Client();

        Assert.Equal(AgentErrors.Garbled, (await client.SyncAsync(HostileAgent.Alice, "t", Token)).Error.Code);
    }

    [Theory]
    [InlineData("""{"reply":"stream"}""")]
    [InlineData("""{"reply":"health","claimed":true,"workloadAnswers":true,"workloadState":"running"}""")]
    [InlineData("""{"reply":"done","extra":1}""")]
    [InlineData("""{"reply":"done","reply":"done"}""")]
    [InlineData("""{"reply":1}""")]
    [InlineData("""{"reply":"sudo"}""")]
    [InlineData("""{"reply":"refused","code":null,"message":"x"}""")]
    [InlineData("""{"reply":"refused","code":["x"],"message":"x"}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\u0000")]
    public async Task what_is_no_answer_to_the_question_is_garbled(string line)
    {
        await using var agent = AgentClientTests.Answering(line);
        using var client = agent.Client();

        Assert.Equal(AgentErrors.Garbled, (await client.SyncAsync(HostileAgent.Alice, "t", Token)).Error.Code);
    }

    [Theory]
    [InlineData("uptimeMs", "-1")]
    [InlineData("uptimeMs", "9223372036854775807")]
    [InlineData("uptimeMs", "1e400")]
    [InlineData("load1", "-0.1")]
    [InlineData("load1", "\"NaN\"")]
    [InlineData("diskFreeBytes", "-1")]
    [InlineData("connections", "4294967296")]
    [InlineData("workloadState", "\"excellent\"")]
    [InlineData("workloadState", "null")]
    [InlineData("workloadRestarts", "-1")]
    public async Task readings_that_cannot_be_true_are_garbled(string member, string value)
    {
        var members = new Dictionary<string, string>
        {
            ["uptimeMs"] = "1",
            ["memoryTotalBytes"] = "1",
            ["memoryAvailableBytes"] = "1",
            ["load1"] = "1",
            ["diskTotalBytes"] = "1",
            ["diskFreeBytes"] = "1",
            ["connections"] = "1",
            ["workloadState"] = "\"running\"",
            ["workloadRestarts"] = "1",
        };
        members[member] = value;
        await using var agent = AgentClientTests.Answering($$"""{"reply":"stats",{{string.Join(',', members.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}""");
        using var client = agent.Client();

        Assert.Equal(AgentErrors.Garbled, (await client.StatsAsync(HostileAgent.Alice, "t", Token)).Error.Code);
    }

    [Fact]
    public async Task nobody_behind_the_port_is_unreachable()
    {
        var agent = AgentClientTests.Obliging();
        using var client = agent.Client();
        await agent.DisposeAsync();

        Assert.Equal(AgentErrors.Unreachable, (await client.SyncAsync(HostileAgent.Alice, "t", Token)).Error.Code);
    }

    [Fact]
    public async Task a_caller_who_gives_up_gets_his_cancellation_and_no_error()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync();
            _ = await peer.HearAsync();
            await patience.CancelAsync();
            await peer.HearEndAsync();
        });
        using var client = agent.Client();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SyncAsync(HostileAgent.Alice, "t", patience.Token));
    }
}
