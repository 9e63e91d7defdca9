using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Lobsterd.Edge.Routing;

namespace Lobsterd.Edge.Publishing;

/// <summary>One connection through a published port: two sockets, and bytes carried between them as fast as the slower side takes them.</summary>
/// <remarks>The end of one direction is passed on as just that (a half-close); a break is passed on as a reset. A silent direction holds no
/// buffer, so idle connections cost little.</remarks>
/// <param name="client">The connection that was accepted; owned from here on.</param>
internal sealed class RelayedStream(Socket client) : IDisposable
{
    private const int BufferBytes = 64 << 10;

    private Socket? guest;

    /// <summary>Connects to the guest and carries bytes until both directions have ended or one has broken.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="clock">For the connect timeout.</param>
    /// <param name="cancellationToken">Breaks the connection.</param>
    /// <returns>Whether the guest took the connection.</returns>
    public async Task<bool> RunAsync(PortTarget target, TimeProvider clock, CancellationToken cancellationToken)
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

        _ = await Task.WhenAll(PumpAsync(client, guest, cancellationToken), PumpAsync(guest, client, cancellationToken));
        return true;
    }

    public void Dispose()
    {
        client.Dispose();
        guest?.Dispose();
    }

    private async Task<bool> PumpAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                // Waits for bytes without holding a buffer for them.
                _ = await from.ReceiveAsync(Memory<byte>.Empty, cancellationToken);
                if (await CarryAsync(from, to, cancellationToken) > 0) continue;
                to.Shutdown(SocketShutdown.Send);
                return true;
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Break();
            return false;
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
