using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Lobsterd.Engine.Events;

/// <summary>The last events, and those who listen for the next. A slow listener is dropped; it never slows a command.</summary>
public sealed class EventBook(TimeProvider clock)
{
    /// <summary>How many past events are kept in memory.</summary>
    public const int Kept = 4_096;

    // What a listener may fall behind before it is dropped.
    private const int MostUnread = 4_096;

    private readonly Lock gate = new();
    private readonly Queue<TenantEvent> past = new();
    private readonly HashSet<Channel<TenantEvent>> listeners = [];
    private long last;

    /// <summary>Adds an event and tells every listener.</summary>
    public TenantEvent Add(string kind, string? tenant, string actor, string message, string? code = null)
    {
        lock (gate)
        {
            var added = new TenantEvent(++last, clock.GetUtcNow(), kind, tenant, actor, message, code);
            past.Enqueue(added);
            if (past.Count > Kept) _ = past.Dequeue();
            foreach (var listener in listeners.Where(listener => !listener.Writer.TryWrite(added)).ToList())
            {
                _ = listener.Writer.TryComplete();
                _ = listeners.Remove(listener);
            }

            return added;
        }
    }

    /// <summary>Events after a sequence number, then new ones as they come; ends when the listener fell too far behind.</summary>
    /// <param name="after">The last sequence number that the listener has seen; 0 for all that are kept, <see cref="long.MaxValue"/> for new ones only.</param>
    /// <param name="cancellationToken">Stops listening.</param>
    public async IAsyncEnumerable<TenantEvent> ListenAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<TenantEvent>(MostUnread);
        List<TenantEvent> missed;
        lock (gate)
        {
            missed = [.. past.Where(old => old.Sequence > after)];
            _ = listeners.Add(channel);
        }

        try
        {
            foreach (var old in missed) yield return old;
            await foreach (var fresh in channel.Reader.ReadAllAsync(cancellationToken)) yield return fresh;
        }
        finally
        {
            lock (gate) _ = listeners.Remove(channel);
        }
    }
}
