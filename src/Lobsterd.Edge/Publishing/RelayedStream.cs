using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Lobsterd.Edge.Routing;

namespace Lobsterd.Edge.Publishing;

/// <summary>One connection through a published port: two sockets, and bytes carried between them as fast as the slower side takes them.</summary>
/// <remarks>The end of one direction is passed on as just that (a half-close); a break is passed on as a reset. A silent direction holds no
/// buffer, so idle connections cost little. As long as both directions are open they may be silent for ever; once one has ended, the
/// other may be silent for the activity timeout, since its peer may be gone without a word.</remarks>
/// <param name="client">The connection that was accepted; owned from here on.</param>
/// <param name="clock">For the bounds.</param>
internal sealed class RelayedStream(Socket client, TimeProvider clock) : IDisposable
{
    private const int BufferBytes = 64 << 10;

    private readonly CancellationTokenSource broken = new(Timeout.InfiniteTimeSpan, clock);
    private Socket? guest;
    private TimeSpan silence = Timeout.InfiniteTimeSpan;

    /// <summary>Connects and carries bytes until both directions have ended or one has broken.</summary>
    /// <param name="to">Where to, mostly a guest.</param>
    /// <param name="bounds">Timeouts.</param>
    /// <param name="cancellationToken">Breaks the connection.</param>
    /// <returns>Whether the connection was taken there.</returns>
    public async Task<bool> RunAsync(IPEndPoint to, GuestBounds bounds, CancellationToken cancellationToken)
    {
        guest = GuestSocket.New(to.AddressFamily);
        try
        {
            using var patience = new CancellationTokenSource(bounds.ConnectTimeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await guest.ConnectAsync(to, either.Token);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            Break();
            return false;
        }

        await using var breaking = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), broken);
        await Task.WhenAll(PumpAsync(client, guest, bounds), PumpAsync(guest, client, bounds));
        return true;
    }

    public void Dispose()
    {
        client.Dispose();
        guest?.Dispose();
        broken.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to, GuestBounds bounds)
    {
        var cancellationToken = broken.Token;
        try
        {
            while (true)
            {
                // Waits for bytes without holding a buffer for them.
                _ = await from.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
                var carried = await CarryAsync(from, to, cancellationToken);
                if (carried == 0) silence = bounds.ActivityTimeout;
                if (silence != Timeout.InfiniteTimeSpan) broken.CancelAfter(silence);
                if (carried > 0) continue;
                to.Shutdown(SocketShutdown.Send);
                return;
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Break();
        }
    }

    private static async Task<int> CarryAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            var length = await from.ReceiveAsync(buffer, cancellationToken);
            for (var sent = 0; sent < length;) sent += await to.SendAsync(buffer.AsMemory(sent, length - sent), cancellationToken);
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A reset, so that neither side takes what it got for the whole.
    private void Break()
    {
        client.Close(timeout: 0);
        guest?.Close(timeout: 0);
    }
}
