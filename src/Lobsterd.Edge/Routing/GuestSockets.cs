using System.Net;
using System.Net.Sockets;

namespace Lobsterd.Edge.Routing;

/// <summary>Every TCP connection of one pool, so that all of them can be ended at one instant: the handler that uses them opens some ahead of need
/// and closes idle ones when it pleases.</summary>
/// <param name="guest">Address and port of the guest's workload.</param>
#pragma warning disable CA1001 // A source of cancellation without a timer has nothing to dispose of, and a late caller may still ask it.
internal sealed class GuestSockets(IPEndPoint guest)
#pragma warning restore CA1001
{
    private readonly Lock gate = new();
    private readonly HashSet<Socket> open = [];
    private readonly CancellationTokenSource cut = new();

    /// <summary>Opens one.</summary>
    public async Task<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cut.Token, cancellationToken);
        var socket = GuestSocket.New(guest.AddressFamily);
        try
        {
            await socket.ConnectAsync(guest, either.Token);
            lock (gate)
            {
                cut.Token.ThrowIfCancellationRequested();
                _ = open.Add(socket);
            }

            return new GuestStream(socket, this);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Ends every connection, open or about to be, with a reset: a guest that is about to be stopped answers no farewell, and one that
    /// is not answered is repeated. None is opened afterwards.</summary>
    public void CutOff()
    {
        Socket[] all;
        cut.Cancel();
        lock (gate)
        {
            all = [.. open];
            open.Clear();
        }

        foreach (var socket in all) socket.Close(timeout: 0);
    }

    private void Forget(Socket socket)
    {
        lock (gate) _ = open.Remove(socket);
    }

    private sealed class GuestStream(Socket socket, GuestSockets owner) : NetworkStream(socket, ownsSocket: true)
    {
        protected override void Dispose(bool disposing)
        {
            owner.Forget(Socket);
            base.Dispose(disposing);
        }
    }
}
