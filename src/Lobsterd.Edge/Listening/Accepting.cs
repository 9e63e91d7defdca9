using System.Net.Sockets;

namespace Lobsterd.Edge.Listening;

/// <summary>Takes connections from sockets that are listened on.</summary>
internal static class Accepting
{
    private static readonly TimeSpan ExhaustionPause = TimeSpan.FromMilliseconds(100);

    /// <summary>The next connection; null when it is told to stop, or the socket is closed.</summary>
    /// <param name="listener">Listens.</param>
    /// <param name="clock">For pauses.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="tune">Sets a connection's options; one that has gone already refuses them, and the next one is waited for.</param>
    public static async Task<Socket?> NextAsync(this Socket listener, TimeProvider clock, CancellationToken stop, Action<Socket>? tune = null)
    {
        while (true)
        {
            Socket? taken = null;
            try
            {
                taken = await listener.AcceptAsync(stop);
                tune?.Invoke(taken);
                return taken;
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException)
            {
                // A client that left before it was accepted, or no descriptor left: only in the second case would an immediate
                // next try spin, and a pause hurts neither.
                taken?.Dispose();
                await Task.Delay(ExhaustionPause, clock, CancellationToken.None);
            }
        }
    }
}
