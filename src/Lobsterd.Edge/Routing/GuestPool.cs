using System.Net;
using Lobsterd.Edge.Forwarding;

namespace Lobsterd.Edge.Routing;

/// <summary>The HTTP connections to one guest. Each route has its own pool, so a connection can never serve a second tenant, whoever gets
/// the address next. A retired pool takes no new request and is closed when the last one under way has ended.</summary>
internal sealed class GuestPool
{
    // Below the five seconds after which common servers close an idle connection: the race between their close and our next request
    // is rare then, and an idle tenant holds no connection. Opening one to a guest on this host costs a fraction of a millisecond.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(4);

    private const int Retired = 1 << 30;

    private readonly GuestSockets sockets;

    // The number of uses, and the mark of retirement.
    private int uses;

    /// <summary>Makes a pool; nothing is opened before the first request.</summary>
    /// <param name="guest">Address and port of the guest's workload.</param>
    /// <param name="bounds">Timeouts and sizes.</param>
    public GuestPool(IPEndPoint guest, GuestBounds bounds)
    {
        sockets = new GuestSockets(guest);
        var handler = PlainHttp.Handler(bounds.MaxHeaderBytes);
        handler.EnableMultipleHttp2Connections = false;
        handler.ConnectTimeout = bounds.ConnectTimeout;
        handler.PooledConnectionIdleTimeout = IdleTimeout;
        handler.ConnectCallback = (_, cancellationToken) => new ValueTask<Stream>(sockets.ConnectAsync(cancellationToken));
        Invoker = new HttpMessageInvoker(handler);
    }

    /// <summary>Sends requests through the pool; use it between <see cref="TryEnter"/> and <see cref="Leave"/> only.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>Begins a use; false when the pool is retired, after which the table holds another route or none.</summary>
    public bool TryEnter()
    {
        for (var seen = Volatile.Read(ref uses); (seen & Retired) == 0;)
        {
            var found = Interlocked.CompareExchange(ref uses, seen + 1, seen);
            if (found == seen) return true;
            seen = found;
        }

        return false;
    }

    /// <summary>Ends a use.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref uses) == Retired) Close();
    }

    /// <summary>Takes no further use; call it after the table no longer leads here.</summary>
    public void Retire()
    {
        if (Interlocked.Or(ref uses, Retired) == 0) Close();
    }

    /// <summary>Ends every connection of a retired pool, whoever uses it; none is open when it returns, and none will be.</summary>
    public void CutOff() => sockets.CutOff();

    // First the connections: the handler would take its leave of each, which a guest that stands still does not answer.
    private void Close()
    {
        sockets.CutOff();
        Invoker.Dispose();
    }
}
