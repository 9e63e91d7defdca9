using System.Net.Sockets;
using System.Text;
using CsCheck;
using Lobsterd.Guest.Frames;
using Lobsterd.Guest.Gateway;
using Lobsterd.Guest.Gateway.Http;
using Lobsterd.Guest.Streams;
using Lobsterd.Protocol.Agent;
using Lobsterd.Tests.Unit.Fuzzing;
using Lobsterd.Tests.Unit.Guest.Agent;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Fuzzing;

/// <summary>Random and mutated bytes against all that listens in a guest: no crash, no hang, no growth. The counts are printed.</summary>
[Collection(nameof(QuietCollection))]
public sealed class HostileWireTests(ITestOutputHelper output)
{
    private const int AgentMessages = 100_000;
    private const int PeerMessages = 500;
    private const int HttpMessages = 20_000;
    private const int FrameMessages = 10_000;
    private const int Warmup = 2_000;
    private const long MostGrowthBytes = 8 << 20;

    private static readonly byte[][] Requests =
    [
        Bytes(Wire.ClaimMessage),
        Bytes(new AgentRequest.WorkloadWait { TimeoutMs = 0, Token = AgentRig.Token }),
        Bytes(new AgentRequest.WorkloadStop { Token = AgentRig.Token }),
        Bytes(new AgentRequest.Stats { Token = AgentRig.Token }),
        Bytes(new AgentRequest.Sync { Token = AgentRig.Token }),
        Bytes(new AgentRequest.Freeze { AtMostMs = 5, Token = AgentRig.Token }),
        Bytes(new AgentRequest.Thaw { Token = AgentRig.Token }),
        Bytes(new AgentRequest.ClockSet { NowUnixMs = 1_800_000_000_000, Token = AgentRig.Token }),
        Bytes(new AgentRequest.Health { Token = AgentRig.Token }),
        Bytes(new AgentRequest.Logs { Tail = 1, Token = AgentRig.Token }),
        Bytes(new AgentRequest.Exec { Command = ["no-such-program"], Columns = 0, Token = AgentRig.Token }),
        Bytes(new AgentRequest.Exec { Command = ["no-such-program"], Token = "another" }),
    ];

    private static readonly byte[][] HttpRequests =
    [
        "GET / HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n"u8.ToArray(),
        "POST /echo?token=secret HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"u8.ToArray(),
        "POST /echo HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer secret\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray(),
        "GET /bytes?count=300&token=secret HTTP/1.0\r\n\r\n"u8.ToArray(),
        [.. "GET /ws?token=secret HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"u8,
            0x81, 0x85, 1, 2, 3, 4, (byte)'h' ^ 1, (byte)'e' ^ 2, (byte)'l' ^ 3, (byte)'l' ^ 4, (byte)'o' ^ 1, 0x88, 0x80, 0, 0, 0, 0],
    ];

    private static readonly byte[][] Frames =
    [
        [0, 0, 0, 0, 2, (byte)'h', (byte)'i', 1, 0, 0, 0, 0],
        [2, 0, 0, 0, 1, 15, 3, 0, 0, 0, 4, 0, 80, 0, 24],
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task an_agent_lives_through_a_hundred_thousand_hostile_messages_and_does_not_grow()
    {
        // Two agents, since each has one thread and there may be two cores.
        await using var one = await AgentRig.StartClaimedAsync(Token);
        await using var other = await AgentRig.StartClaimedAsync(Token);
        var generator = Gen.Frequency((40, Mutation.Of(Requests)), (5, Gen.Byte.Array[0, 300]), (1, Gen.Int[0, Requests.Length - 1].Select(at => Requests[at])));
        _ = await Task.WhenAll(AgentAsync(one, Samples(generator, Warmup, 50)), AgentAsync(other, Samples(generator, Warmup, 51)));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var replies = (await Task.WhenAll(
            AgentAsync(one, Samples(generator, AgentMessages / 2, 52)), AgentAsync(other, Samples(generator, AgentMessages / 2, 53)))).Sum();

        foreach (var rig in (AgentRig[])[one, other])
        {
            Assert.True((await rig.Client.StatsAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);
            Assert.False(rig.Ended.IsCompleted);
        }

        Assert.InRange(replies, AgentMessages / 50, AgentMessages * 9 / 10);
        AssertGrowth($"{AgentMessages:N0} messages to two agents, {replies:N0} of them answered", before);
    }

    [Fact]
    public async Task an_agent_lives_through_hostile_peers_that_each_have_a_connection()
    {
        await using var rig = await AgentRig.StartClaimedAsync(Token);
        var answered = 0;
        foreach (var message in Samples(Mutation.Of(Requests), PeerMessages, 56))
        {
            using var socket = await rig.OpenSocketAsync(Token);
            _ = await socket.SendAsync((byte[])[.. message, (byte)'\n'], Token);
            if (await HearAsync(socket)) answered++;
        }

        Assert.True((await rig.Client.StatsAsync(AgentRig.Owner, AgentRig.Token, Token)).IsSuccess);
        output.WriteLine($"{PeerMessages:N0} hostile peers, {answered:N0} of them answered");
    }

    [Fact]
    public async Task an_anonymous_agent_is_not_claimed_by_what_is_no_claim()
    {
        await using var rig = await AgentRig.StartAsync();
        var noClaims = Gen.Frequency((1, Mutation.Of(Requests[1..])), (1, Gen.Byte.Array[0, 300]));
        var replies = await AgentAsync(rig, Samples(noClaims, 10_000, 54));

        Assert.Equal(0, replies);
        Assert.Empty(rig.Calls);
        Assert.True((await rig.Client.ClaimAsync(AgentRig.Owner, AgentRig.Claim, Token)).IsSuccess);
    }

    [Fact]
    public async Task the_gateway_answers_or_hangs_up_whatever_it_is_sent_and_does_not_grow()
    {
        var clock = new FakeTimeProvider();
        var routes = GatewayProgram.RoutesOf(new GatewaySettings("alice", "secret", 0, "/nowhere", null), clock);
        var generator = Gen.Frequency((9, Mutation.Of(HttpRequests)), (1, Gen.Byte.Array[0, 300]));
        await HttpAsync(generator, Warmup, 9_000, routes, clock);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await HttpAsync(generator, HttpMessages, 9_001, routes, clock);

        AssertGrowth($"{HttpMessages:N0} HTTP and WebSocket conversations", before);
    }

    [Fact]
    public async Task frames_are_read_or_refused_whatever_comes()
    {
        var generator = Gen.Frequency((5, Mutation.Of(Frames)), (1, Gen.Byte.Array[0, 40]));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var read = 0;
        foreach (var bytes in Samples(generator, FrameMessages, 55))
        {
            using var stream = new ScriptedStream(bytes, 3);
            var frames = new FrameReader(new Inbox(stream, AgentLimits.MaxFrameBytes + AgentFrame.HeadBytes));
            while (await frames.ReadAsync(Token) is not null) read++;
        }

        Assert.True(read > FrameMessages / 10);
        AssertGrowth($"{FrameMessages:N0} streams of frames, {read:N0} frames read", before);
    }

    /// <summary>Serves a peer for each message, one after the other, to its end.</summary>
    /// <returns>How many were answered.</returns>
    private static Task<int> AgentAsync(AgentRig rig, IEnumerable<byte[]> messages) => rig.Loop.RunAsync(async () =>
    {
        var answered = 0;
        foreach (var message in messages)
        {
            using var stream = new ScriptedStream([.. message, (byte)'\n'], 1 << 10);
            await rig.Agent.ServeAsync(stream, Token);
            if (stream.Written.GetBuffer().AsSpan(0, (int)stream.Written.Length).Count((byte)'\n') > 1) answered++;
        }

        return answered;
    });

    /// <summary>Whether a reply comes behind the greeting; the agent hangs up on whoever gets none, or this would wait for ever.</summary>
    private static async Task<bool> HearAsync(Socket socket)
    {
        var buffer = new byte[4 << 10];
        var lines = 0;
        try
        {
            while (lines < 2 && await socket.ReceiveAsync(buffer, Token) is > 0 and var length) lines += buffer.AsSpan(0, length).Count((byte)'\n');
        }
        catch (SocketException)
        {
            // It hung up while bytes of ours were unread.
        }

        return lines >= 2;
    }

    private static async Task HttpAsync(Gen<byte[]> generator, int count, uint seed, GatewayRoutes routes, TimeProvider clock)
    {
        foreach (var bytes in Samples(generator, count, seed))
        {
            using var stream = new ScriptedStream(bytes, 1 << 10);
            await new HttpConnection(stream, clock).RunAsync(routes.AnswerAsync, Token);
            var answer = stream.Written.GetBuffer().AsSpan(0, (int)stream.Written.Length);
            Assert.True(answer.IsEmpty || answer.StartsWith("HTTP/1.1 "u8));
        }
    }

    private void AssertGrowth(string what, long before)
    {
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{what}: {growth / 1024.0:N0} KiB more memory");
        Assert.True(growth < MostGrowthBytes, $"{growth} bytes more after {what}");
    }

    private static IEnumerable<byte[]> Samples(Gen<byte[]> generator, int count, uint seed)
    {
        var random = new PCG(seed);
        for (var i = 0; i < count; i++) yield return generator.Generate(random, null, out _);
    }

    private static byte[] Bytes(AgentRequest request) => Encoding.UTF8.GetBytes(Wire.Line(request));
}
