using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Lobsterd.Edge.Dns;
using Lobsterd.Edge.Names;

namespace Lobsterd.Tests.Unit.Edge.Names;

/// <summary>A resolver on loopback that says what a test wants it to say.</summary>
internal sealed class FakeResolver : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly Socket datagrams = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket streams = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Func<DnsQuestion, bool, IEnumerable<byte[]>> say;
    private readonly ConcurrentQueue<(string Name, bool IsStream)> asked = [];
    private readonly Task hearing;

    /// <summary>Begins to hear.</summary>
    /// <param name="say">The messages to send back for a question, and whether it came over TCP.</param>
    internal FakeResolver(Func<DnsQuestion, bool, IEnumerable<byte[]>> say)
    {
        this.say = say;
        streams.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        streams.Listen();
        EndPoint = (IPEndPoint)streams.LocalEndPoint!;
        datagrams.Bind(EndPoint);
        hearing = Task.WhenAll(HearDatagramsAsync(), HearStreamsAsync());
    }

    internal IPEndPoint EndPoint { get; }

    /// <summary>What was asked, in its order.</summary>
    internal IReadOnlyList<(string Name, bool IsStream)> Asked => [.. asked];

    /// <summary>One that knows where every name leads.</summary>
    internal static FakeResolver Of(int seconds, params string[] addresses) =>
        new((question, _) => [DnsReply.Write(question, DnsOutcome.Answered, [.. addresses.Select(IPAddress.Parse)], seconds)]);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await hearing;
        datagrams.Dispose();
        streams.Dispose();
        over.Dispose();
    }

    private async Task HearDatagramsAsync()
    {
        var buffer = new byte[600];
        try
        {
            while (true)
            {
                var came = await datagrams.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), over.Token);
                var question = DnsQuestion.Parse(buffer.AsSpan(0, came.ReceivedBytes))!;
                asked.Enqueue((question.Name, false));
                foreach (var message in say(question, false)) _ = await datagrams.SendToAsync(message, came.RemoteEndPoint, over.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task HearStreamsAsync()
    {
        try
        {
            while (true)
            {
                await using var stream = new NetworkStream(await streams.AcceptAsync(over.Token), ownsSocket: true);
                if (await Resolvers.ReadFramedAsync(stream, 600, over.Token) is not { } message) continue;
                var question = DnsQuestion.Parse(message)!;
                asked.Enqueue((question.Name, true));
                foreach (var said in say(question, true)) await stream.WriteAsync(Resolvers.Framed(said), over.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
