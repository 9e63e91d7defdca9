using System.Text;
using Lobsterd.Domain.Config;
using Lobsterd.Protocol.Agent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

/// <summary>Ways in which an agent can mean harm to whoever asks it.</summary>
internal static class HostileActs
{
    // What a peer can get rid of is what the two sockets between us hold.
    private const long MostTaken = 64L << 20;

    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(new AgentConfig().AnswerTimeoutMs);

    private static readonly byte[] Junk = [.. Enumerable.Repeat((byte)'a', 64 << 10)];
    private static readonly byte[] Deep = Encoding.ASCII.GetBytes("{\"reply\":" + new string('[', 60_000) + "\n");
    private static readonly byte[] DeepGreeting = Encoding.ASCII.GetBytes("{\"agent\":" + new string('[', 900) + "\n");
    private static readonly byte[] Digits = Encoding.ASCII.GetBytes($"{{\"reply\":\"stats\",\"uptimeMs\":{new string('9', 60_000)}}}\n");
    private static readonly byte[] Twice = Encoding.ASCII.GetBytes($"{{{string.Concat(Enumerable.Repeat("\"reply\":\"done\",", 4_000))}\"reply\":\"done\"}}\n");
    private static readonly byte[] Escapes = Encoding.ASCII.GetBytes($"{{\"reply\":\"refused\",\"code\":\"failed\",\"message\":\"{string.Concat(Enumerable.Repeat("\\u001b", 10_000))}\"}}\n");
    private static readonly byte[] Answers = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(AgentPeer.Done + "\n", 4_000)));

    /// <summary>What an agent does to a connection; the time that it lets pass is the call's bound and no more, so a call that waits longer never ends.</summary>
    internal static IReadOnlyDictionary<string, Func<AgentPeer, FakeTimeProvider, Task>> All { get; } = new Dictionary<string, Func<AgentPeer, FakeTimeProvider, Task>>
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
