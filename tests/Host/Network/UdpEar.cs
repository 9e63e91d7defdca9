using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>Hears datagrams on one port of a place, and can speak from it.</summary>
internal sealed class UdpEar : IAsyncDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentQueue<(IPEndPoint From, string Words)> heard = [];
    private readonly Socket socket;
    private readonly Task hearing;

    private UdpEar(Socket socket)
    {
        this.socket = socket;
        hearing = Task.Run(HearAsync);
    }

    /// <summary>All that came, in its order.</summary>
    internal IReadOnlyList<(IPEndPoint From, string Words)> Heard => [.. heard];

    internal IReadOnlyList<string> Words => [.. heard.Select(one => one.Words)];

    internal static async Task<UdpEar> OpenAsync(NetPlace place, int port) => new(await place.DoAsync(() => Bound(port)));

    internal static UdpEar OpenOnHost(int port) => new(Bound(port));

    /// <summary>Waits until some words came, and gives their sender.</summary>
    internal async Task<IPEndPoint> UntilAsync(string words)
    {
        Assert.True(await Eventually.HoldsAsync(() => heard.Any(one => one.Words == words), TestContext.Current.CancellationToken), $"'{words}' never came; heard: {string.Join(' ', Words)}");
        return heard.First(one => one.Words == words).From;
    }

    /// <summary>Waits until so many came.</summary>
    internal async Task UntilAsync(int count) =>
        Assert.True(await Eventually.HoldsAsync(() => heard.Count >= count, TestContext.Current.CancellationToken), $"{heard.Count} of {count} came");

    /// <summary>Hears what is said to a group on an interface of the host's, too.</summary>
    internal void Join(IPAddress group, int linkIndex) =>
        socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group, linkIndex));

    internal void Say(string words, IPEndPoint to)
    {
        try
        {
            _ = socket.SendTo(Encoding.Latin1.GetBytes(words), to);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.AccessDenied)
        {
            // The wall says no at once; whoever waits for the words hears that none came.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await hearing;
        socket.Dispose();
        over.Dispose();
    }

    private static Socket Bound(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 << 20 };
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        return socket;
    }

    private async Task HearAsync()
    {
        var buffer = new byte[2_048];
        try
        {
            while (true)
            {
                var came = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), over.Token);
                heard.Enqueue(((IPEndPoint)came.RemoteEndPoint, Encoding.Latin1.GetString(buffer, 0, came.ReceivedBytes)));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
