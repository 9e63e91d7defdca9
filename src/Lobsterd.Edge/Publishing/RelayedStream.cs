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

    /// <summary>Connects to the guest and carries bytes until both directions have ended or one has broken.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="cancellationToken">Breaks the connection.</param>
    /// <returns>Whether the guest took the connection.</returns>
    public async Task<bool> RunAsync(PortTarget target, CancellationToken cancellationToken)
    {
        guest = GuestSocket.New(target.Route.Plan.Address.AddressFamily);
        try
        {
            using var patience = new CancellationTokenSource(target.Route.Bounds.ConnectTimeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            await guest.ConnectAsync(new IPEndPoint(target.Route.Plan.Address, target.GuestPort), either.Token);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            Break();
            return false;
        }

        await using var breaking = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), broken);
        await Task.WhenAll(PumpAsync(client, guest, target.Route.Bounds), PumpAsync(guest, client, target.Route.Bounds));
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
