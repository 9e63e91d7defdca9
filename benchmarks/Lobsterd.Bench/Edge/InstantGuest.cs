using System.Net;
using System.Net.Sockets;

namespace Lobsterd.Bench.Edge;

/// <summary>A workload that answers every request with two bytes, as fast as a socket can; what it costs is the same for whoever asks.</summary>
internal sealed class InstantGuest : IAsyncDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();

    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource end = new();
    private readonly List<Task> serving = [];
    private readonly Task accepting;

    internal InstantGuest()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        accepting = AcceptAsync();
    }

    internal IPEndPoint EndPoint { get; }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await accepting;
        await Task.WhenAll(serving);
        listener.Dispose();
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) serving.Add(ServeAsync(await listener.AcceptAsync(end.Token)));
        }
        catch (OperationCanceledException) { }
    }

    // The requests are small and one at a time on each connection, so one that ends is a whole one.
    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var buffer = new byte[8 << 10];
            try
            {
                while (await socket.ReceiveAsync(buffer, end.Token) is var count and > 0)
                    if (buffer.AsSpan(0, count).EndsWith("\r\n\r\n"u8)) _ = await socket.SendAsync(Answer, end.Token);
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException) { }
        }
    }
}
