using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Lobsterd.Tests.Host.Network;

/// <summary>A TCP server that says back what it hears, and remembers who came.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentQueue<IPEndPoint> visitors = [];
    private readonly Socket listener;
    private readonly Task serving;

    private EchoServer(Socket listener)
    {
        this.listener = listener;
        serving = Task.Run(ServeAsync);
    }

    /// <summary>Addresses of all that connected, in their order.</summary>
    internal IReadOnlyList<IPEndPoint> Visitors => [.. visitors];

    /// <summary>Listens on a port of every address that a namespace has.</summary>
    internal static async Task<EchoServer> ListenAsync(NetPlace place, int port) => new(await place.DoAsync(() => Listener(port)));

    /// <summary>Listens on the host itself.</summary>
    internal static EchoServer ListenOnHost(int port) => new(Listener(port));

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await serving;
        listener.Dispose();
        over.Dispose();
    }

    private static Socket Listener(int port)
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        socket.Listen();
        return socket;
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                var visitor = await listener.AcceptAsync(over.Token);
                var from = (IPEndPoint)visitor.RemoteEndPoint!;
                visitors.Enqueue(from.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(from.Address.MapToIPv4(), from.Port) : from);
                talks.Add(TalkAsync(visitor));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(Socket visitor)
    {
        using (visitor)
        {
            var buffer = new byte[1_024];
            try
            {
                while (await visitor.ReceiveAsync(buffer, over.Token) is > 0 and var count) await visitor.SendAsync(buffer.AsMemory(0, count), over.Token);
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException)
            {
                // The visitor or the test has gone.
            }
        }
    }
}
