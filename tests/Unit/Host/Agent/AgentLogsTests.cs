using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Agent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

public sealed class AgentLogsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task the_past_ends_and_its_lines_are_as_they_were_written()
    {
        await using var agent = Logging(async peer =>
        {
            await LogAsync(peer, """{"atUnixMs":1800000000000,"stream":"stdout","text":"hé\u0007"}""");
            await LogAsync(peer, """{"atUnixMs":1800000000001,"stream":"agent","text":""}""");
            await peer.SendFrameAsync(AgentFrameType.LogEnd, []);
            await peer.HearEndAsync();
        });
        using var client = agent.Client();

        var lines = await AllAsync(client.LogsAsync(HostileAgent.Alice, "t", 10, follow: false, Token));

        Assert.Equal(new LogLine(DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000), "stdout", "hé\u0007"), lines[0].Value);
        Assert.Equal("agent", lines[1].Value.Stream);
        Assert.Equal(2, lines.Count);
    }

    [Fact]
    public async Task following_ends_with_the_reader_and_closes_the_connection()
    {
        var closed = new TaskCompletionSource();
        await using var agent = Logging(async peer =>
        {
            await LogAsync(peer, """{"atUnixMs":0,"stream":"stderr","text":"one"}""");
            await peer.HearEndAsync();
            closed.SetResult();
        });
        using var client = agent.Client();

        await foreach (var line in client.LogsAsync(HostileAgent.Alice, "t", 0, follow: true, Token))
        {
            Assert.Equal("one", line.Value.Text);
            break;
        }

        await closed.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task a_lost_connection_is_the_last_item()
    {
        await using var agent = Logging(peer => LogAsync(peer, """{"atUnixMs":0,"stream":"stderr","text":"one"}"""));
        using var client = agent.Client();

        var lines = await AllAsync(client.LogsAsync(HostileAgent.Alice, "t", 5, follow: true, Token));

        Assert.Equal(2, lines.Count);
        Assert.Equal(AgentErrors.Unreachable, lines[1].Error.Code);
    }

    [Fact]
    public async Task more_of_the_past_than_was_asked_for_is_garbled()
    {
        await using var agent = Logging(async peer =>
        {
            while (true) await LogAsync(peer, """{"atUnixMs":0,"stream":"stdout","text":"again"}""");
        });
        using var client = agent.Client();

        var lines = await AllAsync(client.LogsAsync(HostileAgent.Alice, "t", 3, follow: false, Token));

        Assert.Equal(4, lines.Count);
        Assert.Equal(AgentErrors.Garbled, lines[3].Error.Code);
    }

    [Fact]
    public async Task the_past_that_does_not_come_is_given_up()
    {
        var clock = new FakeTimeProvider();
        await using var agent = Logging(async peer =>
        {
            await LogAsync(peer, """{"atUnixMs":0,"stream":"stdout","text":"one"}""");
            await peer.HearEndAsync();
        });
        using var client = agent.Client(clock);

        await using var lines = client.LogsAsync(HostileAgent.Alice, "t", 5, follow: false, Token).GetAsyncEnumerator(Token);
        Assert.True(await lines.MoveNextAsync());
        var next = lines.MoveNextAsync();
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True(await next);
        Assert.Equal(AgentErrors.Unreachable, lines.Current.Error.Code);
        Assert.False(await lines.MoveNextAsync());
    }

    [Theory]
    [InlineData("""{"atUnixMs":253402300800000,"stream":"stdout","text":"x"}""")]
    [InlineData("""{"atUnixMs":-9223372036854775808,"stream":"stdout","text":"x"}""")]
    [InlineData("""{"atUnixMs":0,"stream":"stdin","text":"x"}""")]
    [InlineData("""{"atUnixMs":0,"stream":"stdout","text":null}""")]
    [InlineData("""{"atUnixMs":0,"stream":"stdout"}""")]
    [InlineData("""{"atUnixMs":0,"stream":"stdout","text":"\ud800"}""")]
    [InlineData("x")]
    public async Task a_line_that_cannot_be_true_is_garbled(string json)
    {
        await using var agent = Logging(peer => LogAsync(peer, json));
        using var client = agent.Client();

        var lines = await AllAsync(client.LogsAsync(HostileAgent.Alice, "t", 3, follow: true, Token));

        Assert.Equal(AgentErrors.Garbled, Assert.Single(lines).Error.Code);
    }

    [Theory]
    [InlineData(8 << 10, true)]
    [InlineData((8 << 10) + 1, false)]
    public async Task a_line_is_bounded(int length, bool isTaken)
    {
        await using var agent = Logging(peer => LogAsync(peer, $$"""{"atUnixMs":0,"stream":"stdout","text":"{{new string('x', length)}}"}"""));
        using var client = agent.Client();

        var lines = await AllAsync(client.LogsAsync(HostileAgent.Alice, "t", 3, follow: true, Token));

        Assert.Equal(isTaken, lines[0].IsSuccess);
    }

    [Fact]
    public async Task a_refusal_is_the_only_item()
    {
        await using var agent = AgentClientTests.Answering("""{"reply":"refused","code":"invalid","message":"tail"}""");
        using var client = agent.Client();

        var lines = await AllAsync(client.LogsAsync(HostileAgent.Alice, "t", -1, follow: false, Token));

        Assert.Equal(AgentErrors.Refused, Assert.Single(lines).Error.Code);
    }

    private static HostileAgent Logging(Func<AgentPeer, Task> behave) => new(async peer =>
    {
        await peer.GreetAsync();
        _ = await peer.HearAsync();
        await peer.SayAsync(AgentPeer.Streams);
        await behave(peer);
    });

    private static Task LogAsync(AgentPeer peer, string json) => peer.SendFrameAsync(AgentFrameType.Log, Encoding.UTF8.GetBytes(json));

    private static async Task<List<Result<LogLine, LobsterError>>> AllAsync(IAsyncEnumerable<Result<LogLine, LobsterError>> stream)
    {
        var lines = new List<Result<LogLine, LobsterError>>();
        await foreach (var line in stream) lines.Add(line);
        return lines;
    }
}
