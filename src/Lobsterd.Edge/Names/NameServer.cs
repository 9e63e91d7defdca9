using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lobsterd.Edge.Dns;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Listening;

namespace Lobsterd.Edge.Names;

/// <summary>Hears guests on the sockets that the service has made and handed on, and carries replies back.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private const int MostConnections = 128;
    private static readonly TimeSpan ConnectionTime = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stop = new();
    private readonly Socket datagrams;
    private readonly Socket streams;
    private readonly NameForwarder forwarder;
    private readonly TimeProvider clock;
    private readonly SemaphoreSlim connections = new(MostConnections);
    private readonly Task hearing;
    private bool isDisposed;

    private NameServer(Socket datagrams, Socket streams, NameForwarder forwarder, TimeProvider clock)
    {
        (this.datagrams, this.streams, this.forwarder, this.clock) = (datagrams, streams, forwarder, clock);
        hearing = Task.WhenAll(HearDatagramsAsync(stop.Token), HearStreamsAsync(stop.Token));
    }

    /// <summary>What it hears on, by the names under which the next edge takes it over; valid until it stops.</summary>
    internal IReadOnlyList<(string Name, SafeHandle Handle)> Sockets =>
        isDisposed ? [] : [(HandedSockets.NamesUdp, datagrams.SafeHandle), (HandedSockets.NamesTcp, streams.SafeHandle)];

    /// <summary>Begins to hear: on the sockets of the edge before, or on those that the service has made; null when there are neither.</summary>
    /// <param name="handed">What the edge before has handed over.</param>
    /// <param name="udp">A bound UDP socket.</param>
    /// <param name="tcp">A listening TCP socket.</param>
    /// <param name="forwarder">Who answers.</param>
    /// <param name="clock">For the bounds.</param>
    internal static NameServer? Start(HandedSockets handed, int udp, int tcp, NameForwarder forwarder, TimeProvider clock)
    {
        if ((handed.Take(HandedSockets.NamesUdp) ?? Adopt(udp, SocketType.Dgram)) is not { } datagrams) return null;
        if ((handed.Take(HandedSockets.NamesTcp) ?? Adopt(tcp, SocketType.Stream)) is { } streams) return new NameServer(datagrams, streams, forwarder, clock);
        datagrams.Dispose();
        return null;
    }

    /// <summary>Stops hearing; what is under way is not answered. Whoever else has the sockets hears on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed) return;
        isDisposed = true;
        await stop.CancelAsync();

        // First nobody uses them: the runtime shuts a socket down that it closes while it is in use, for everybody who has it.
        await hearing;
        datagrams.Dispose();
        streams.Dispose();

        // Every connection gives its place back at its end.
        for (var place = 0; place < MostConnections; place++) await connections.WaitAsync();
        connections.Dispose();
        stop.Dispose();
    }

    private static Socket? Adopt(int descriptor, SocketType type)
    {
        try
        {
            var socket = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
            if (socket.SocketType == type && socket.AddressFamily == AddressFamily.InterNetwork) return socket;
            socket.Dispose();
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException)
        {
            // Whoever started us had none to hand on.
        }

        return null;
    }

    private async Task HearDatagramsAsync(CancellationToken cancellationToken)
    {
        var anyone = new IPEndPoint(IPAddress.Any, 0);
        // What is longer is cut, and is no question then.
        var buffer = new byte[DnsFormat.MostDatagramBytes];
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var received = await datagrams.ReceiveFromAsync(buffer, anyone, cancellationToken);
                if (received.RemoteEndPoint is IPEndPoint guest) _ = ReplyAsync(guest, buffer.AsMemory(0, received.ReceivedBytes).ToArray(), cancellationToken);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // An earlier reply came to nothing, which the kernel tells the next one that asks.
            }
        }
    }

    private async Task ReplyAsync(IPEndPoint guest, byte[] message, CancellationToken cancellationToken)
    {
        try
        {
            if (await forwarder.AnswerAsync(guest.Address, message, cancellationToken) is { } reply) _ = await datagrams.SendToAsync(reply, guest, cancellationToken);
        }
        catch (Exception gone) when (gone is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The guest is gone, or we are.
        }
    }

    private async Task HearStreamsAsync(CancellationToken cancellationToken)
    {
        while (await streams.NextAsync(clock, cancellationToken) is { } guest)
        {
            if (connections.Wait(0, CancellationToken.None)) _ = ServeAsync(guest, cancellationToken);
            else guest.Dispose();
        }
    }

    private async Task ServeAsync(Socket guest, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(ConnectionTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await using var stream = new NetworkStream(guest, ownsSocket: true);
            if (guest.RemoteEndPoint is not IPEndPoint { Address: var address }) return;
            while (await Resolvers.ReadFramedAsync(stream, DnsFormat.MostDatagramBytes, either.Token) is { } message)
            {
                if (await forwarder.AnswerAsync(address, message, either.Token) is not { } reply) return;
                await stream.WriteAsync(Resolvers.Framed(reply), either.Token);
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The guest left, or had its time.
        }
        finally
        {
            _ = connections.Release();
        }
    }
}
