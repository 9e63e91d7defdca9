using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Host.Agent;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Unit.Guest.Fuzzing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>Every call against every way to do harm: it ends within its own bound of time, by the clock that it is given, in a typed outcome; and what is
/// allocated meanwhile, which is more than is ever held, stays below <see cref="MostBytes"/>. Each line that is printed is one attack's worst.</summary>
[Collection(nameof(QuietCollection))]
public sealed class HostileAgentCostTests(ITestOutputHelper output)
{
    // The longest reply, the buffers that grew to it by doubling, what the deserializer made of it, and this process's other end of it all.
    private const long MostBytes = 512 << 10;

    // What a peer can get rid of is what the two sockets between us hold.
    private const long MostTaken = 64L << 20;

    private const int Tail = 100;
    private const int MostEvents = 100;

    private static readonly TimeSpan Ceiling = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(new AgentConfig().AnswerTimeoutMs);

    private static readonly byte[] Junk = [.. Enumerable.Repeat((byte)'a', 64 << 10)];
    private static readonly byte[] Deep = Encoding.ASCII.GetBytes("{\"reply\":" + new string('[', 60_000) + "\n");
    private static readonly byte[] DeepGreeting = Encoding.ASCII.GetBytes("{\"agent\":" + new string('[', 900) + "\n");
    private static readonly byte[] Digits = Encoding.ASCII.GetBytes($"{{\"reply\":\"stats\",\"uptimeMs\":{new string('9', 60_000)}}}\n");
    private static readonly byte[] Twice = Encoding.ASCII.GetBytes($"{{{string.Concat(Enumerable.Repeat("\"reply\":\"done\",", 4_000))}\"reply\":\"done\"}}\n");
    private static readonly byte[] Escapes = Encoding.ASCII.GetBytes($"{{\"reply\":\"refused\",\"code\":\"failed\",\"message\":\"{string.Concat(Enumerable.Repeat("\\u001b", 10_000))}\"}}\n");
    private static readonly byte[] Answers = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(AgentPeer.Done + "\n", 4_000)));

    /// <summary>What an agent does to a connection; the time that it lets pass is the call's bound and no more, so a call that waits longer never ends.</summary>
    private static readonly Dictionary<string, Func<AgentPeer, FakeTimeProvider, Task>> Attacks = new()
    {
        ["says nothing"] = (peer, clock) => WaitAsync(peer, clock),
        ["greets drop by drop"] = (peer, clock) => DripAsync(peer, clock, ScriptedDoors.Greeting),
        ["greets and says nothing"] = async (peer, clock) =>
        {
            await AskedAsync(peer);
            await WaitAsync(peer, clock);
        },
        ["answers drop by drop"] = async (peer, clock) =>
        {
            await AskedAsync(peer);
            await DripAsync(peer, clock, Digits);
        },
        ["greets without end"] = (peer, _) => FloodAsync(peer, Junk),
        ["answers without end"] = (peer, _) => AnswerAsync(peer, Junk, isForEver: true),
        ["answers with 60,000 brackets"] = (peer, _) => AnswerAsync(peer, Deep),
        ["greets with 900 brackets"] = (peer, _) => SayAsync(peer, DeepGreeting),
        ["answers with bytes that are no UTF-8"] = (peer, _) => AnswerAsync(peer, [.. "{\"reply\":\""u8, 0xff, 0xc0, 0x80, .. "\"}\n"u8]),
        ["greets with bytes that are no UTF-8"] = (peer, _) => SayAsync(peer, [.. "{\"agent\":\""u8, 0xff, 0xfe, .. "\"}\n"u8]),
        ["answers with half a surrogate"] = (peer, _) => AnswerAsync(peer, "{\"reply\":\"\\ud800\"}\n"u8.ToArray()),
        ["answers with a number of 60,000 digits"] = (peer, _) => AnswerAsync(peer, Digits),
        ["answers with one member 4,000 times"] = (peer, _) => AnswerAsync(peer, Twice),
        ["refuses in 10,000 escape characters"] = (peer, _) => AnswerAsync(peer, Escapes),
        ["answers with a frame of 2 GiB"] = (peer, _) => AnswerAsync(peer, [.. Encoding.ASCII.GetBytes(AgentPeer.Streams + "\n"), 16, 0x7f, 0xff, 0xff, 0xff]),
        ["answers with frames of nothing"] = (peer, _) => AnswerAsync(peer, [.. Encoding.ASCII.GetBytes(AgentPeer.Streams + "\n"), .. Enumerable.Repeat<byte>(16, 1).Concat(new byte[4])]),
        ["answers with a command's output without end"] = async (peer, _) =>
        {
            await AskedAsync(peer);
            await peer.SayAsync(AgentPeer.Streams);
            await FloodAsync(peer, Enumerable.Repeat((byte[])[16, 0, 0, 0, 1, (byte)'x'], 1_000).SelectMany(frame => frame).ToArray());
        },
        ["answers what was not asked"] = async (peer, _) =>
        {
            await SayAsync(peer, ScriptedDoors.Greeting);
            await FloodAsync(peer, Answers);
        },
        ["answers again and again"] = (peer, _) => AnswerAsync(peer, Answers, isForEver: true),
        ["stops talking before it greets"] = (peer, _) => HalfCloseAsync(peer, []),
        ["stops talking within its greeting"] = (peer, _) => HalfCloseAsync(peer, ScriptedDoors.Greeting[..20]),
        ["stops talking once it greeted"] = (peer, _) => HalfCloseAsync(peer, ScriptedDoors.Greeting),
        ["stops talking within its answer"] = async (peer, _) =>
        {
            await AskedAsync(peer);
            await HalfCloseAsync(peer, "{\"reply\":\"do"u8.ToArray());
        },
        ["breaks the connection"] = (peer, _) =>
        {
            peer.Reset();
            return Task.CompletedTask;
        },
        ["breaks the connection once asked"] = async (peer, _) =>
        {
            await AskedAsync(peer);
            peer.Reset();
        },
        ["takes every token for a wrong one"] = (peer, _) => AskedAsync(peer),
        ["speaks a version of its own"] = (peer, _) => peer.GreetAsync(protocol: int.MaxValue, oldest: int.MaxValue),
        ["says that it forgot its claim"] = async (peer, clock) =>
        {
            await peer.GreetAsync(AgentGreeting.Anonymous);
            _ = await peer.HearAsync();
            await WaitAsync(peer, clock);
        },
    };

    private static readonly Dictionary<string, Func<AgentClient, Task<LobsterError?>>> Calls = new()
    {
        ["sync"] = async client => ErrorOf(await client.SyncAsync(HostileAgent.Alice, "t", Token)),
        ["stats"] = async client => ErrorOf(await client.StatsAsync(HostileAgent.Alice, "t", Token)),
        ["health"] = async client => ErrorOf(await client.HealthAsync(HostileAgent.Alice, Token)),
        ["exec"] = async client =>
        {
            if ((await client.ExecAsync(HostileAgent.Alice, "t", new ExecSpec { Command = ["true"] }, Token)).TryGetError(out var error, out var session)) return error;
            await using (session) return await LastAsync(session.ReadAsync(Token));
        },
        ["logs"] = client => LastAsync(client.LogsAsync(HostileAgent.Alice, "t", Tail, follow: false, Token)),
        ["claim"] = async client => ErrorOf(await client.ClaimAsync(HostileAgent.Alice, HostileAgent.Claim, Token)),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task an_agent_that(string attack)
    {
        await WarmUpAsync();
        var (worst, outcomes) = (0L, new List<string>());
        foreach (var (call, askAsync) in Calls)
        {
            var clock = new FakeTimeProvider();
            await using var agent = new HostileAgent(peer => Attacks[attack](peer, clock));
            using var client = agent.Client(clock);

            var before = GC.GetTotalAllocatedBytes(precise: true);
            var error = await askAsync(client).WaitAsync(Ceiling, Token);
            worst = Math.Max(worst, GC.GetTotalAllocatedBytes(precise: true) - before);

            outcomes.Add($"{call} {error?.Code.Name ?? "done"}");
            Assert.True(error is null || (error.Message.Length < 4_000 && !error.Message.Any(char.IsControl)), error?.Message);
            Assert.Equal(1, agent.Connections);
        }

        output.WriteLine($"{attack}: {worst / 1024.0:N0} KiB; {string.Join(", ", outcomes)}");
        Assert.InRange(worst, 1, MostBytes);
    }

    [Fact]
    public async Task hanging_up_again_and_again_costs_an_attempt_per_pace_and_ends_at_the_bound_of_a_boot()
    {
        var (clock, bootBound) = (new FakeTimeProvider(), TimeSpan.FromSeconds(1));
        await using var agent = new HostileAgent(async peer =>
        {
            peer.Reset();
            await Task.Yield();
            clock.Advance(AgentWaiter.Pace);
        });
        using var client = new AgentClient(agent, new AgentConfig(), bootBound, clock);

        var waiting = client.WaitReadyAsync(HostileAgent.Alice, Token);
        Assert.True(await Fixtures.Eventually.HoldsAsync(() =>
        {
            // An attempt that did not come to the agent lets no time pass by itself.
            clock.Advance(TimeSpan.FromTicks(1));
            return waiting.IsCompleted;
        }, Token, Ceiling));

        Assert.Equal(AgentErrors.Unreachable, (await waiting).Error.Code);
        Assert.InRange(agent.Connections, 1, (bootBound / AgentWaiter.Pace) + 1);
    }

    [Fact]
    public async Task a_claim_is_sent_once_whatever_the_vm_says_of_it_later()
    {
        var heard = new List<string?>();
        await using var agent = new HostileAgent(async peer =>
        {
            await peer.GreetAsync(AgentGreeting.Anonymous);
            heard.Add(await peer.HearAsync());
            if (peer.Number == 1) await peer.SayAsync(AgentPeer.Done);
        });
        using var client = agent.Client();

        Assert.True((await client.ClaimAsync(HostileAgent.Alice, HostileAgent.Claim, Token)).IsSuccess);
        var later = new List<LobsterError?>();
        foreach (var call in Calls.Where(call => call.Key is not ("claim" or "health"))) later.Add(await call.Value(client));
        await agent.DisposeAsync();

        Assert.Equal(1, heard.Count(line => line?.Contains("agent-token", StringComparison.Ordinal) == true));
        Assert.All(later, error => Assert.True(error?.Code == AgentErrors.ClaimRefused || error?.Code == AgentErrors.Unreachable));
    }

    private static async Task WarmUpAsync()
    {
        foreach (var askAsync in Calls.Values)
        {
            await using var agent = AgentClientTests.Answering(AgentPeer.Done);
            using var client = agent.Client();
            _ = await askAsync(client);
        }
    }

    private static LobsterError? ErrorOf(UnitResult<LobsterError> outcome) => outcome.TryGetError(out var error) ? error : null;

    private static LobsterError? ErrorOf<T>(Result<T, LobsterError> outcome) => outcome.TryGetError(out var error) ? error : null;

    private static async Task<LobsterError?> LastAsync<T>(IAsyncEnumerable<Result<T, LobsterError>> items)
    {
        var count = 0;
        await foreach (var item in items)
            if (item.TryGetError(out var error) || ++count == MostEvents) return error;
        return null;
    }

    private static Task SayAsync(AgentPeer peer, byte[] bytes) => peer.SendAsync(bytes);

    private static async Task AskedAsync(AgentPeer peer)
    {
        await SayAsync(peer, ScriptedDoors.Greeting);
        _ = await peer.HearAsync();
    }

    private static async Task AnswerAsync(AgentPeer peer, byte[] answer, bool isForEver = false)
    {
        await AskedAsync(peer);
        if (isForEver) await FloodAsync(peer, answer);
        await SayAsync(peer, answer);
        await peer.HearEndAsync();
    }

    private static async Task FloodAsync(AgentPeer peer, byte[] piece)
    {
        for (var sent = 0L; sent < MostTaken; sent += piece.Length) await SayAsync(peer, piece);
        Assert.Fail($"more than {MostTaken} bytes were taken");
    }

    private static async Task HalfCloseAsync(AgentPeer peer, byte[] last)
    {
        await SayAsync(peer, last);
        peer.HalfClose();
        await peer.HearEndAsync();
    }

    private static async Task WaitAsync(AgentPeer peer, FakeTimeProvider clock)
    {
        clock.Advance(Bound);
        await peer.HearEndAsync();
    }

    private static async Task DripAsync(AgentPeer peer, FakeTimeProvider clock, byte[] bytes)
    {
        var second = TimeSpan.FromSeconds(1);
        for (var (at, passed) = (0, TimeSpan.Zero); passed < Bound; at++, passed += second)
        {
            await SayAsync(peer, [bytes[at]]);
            clock.Advance(second);
        }

        await peer.HearEndAsync();
    }
}
