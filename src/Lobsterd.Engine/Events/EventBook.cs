using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Events;

namespace Lobsterd.Engine.Events;

/// <summary>What happened, and those who listen for what happens next. Neither a slow listener nor a slow disk ever slows a command.</summary>
/// <param name="clock">Dates the events.</param>
/// <param name="log">Keeps them beyond this process; null: nobody does.</param>
public sealed class EventBook(TimeProvider clock, IEventLog? log = null)
{
    /// <summary>How many past events are kept in memory. More than a log may have waiting and in hand: what is no longer here has been written.</summary>
    public const int Kept = 8_192;

    /// <summary>How far behind the last number written a service goes on: more than the one before it can have told without writing it.</summary>
    public const int Gap = 10_000;

    /// <summary>Longest message, in characters.</summary>
    public const int LongestMessage = 2_048;

    // What a listener may fall behind before it is dropped.
    private const int MostUnread = 4_096;

    private readonly Lock gate = new();
    private readonly Queue<TenantEvent> past = new();
    private readonly HashSet<Channel<TenantEvent>> listeners = [];
    private readonly long first = log is { LastSequence: > 0 } ? log.LastSequence + Gap : 1;
    private long count;

    /// <summary>The number of the newest event; what comes has a higher one.</summary>
    public long Last
    {
        get
        {
            lock (gate) return first + count - 1;
        }
    }

    /// <summary>Adds an event and tells every listener.</summary>
    /// <param name="kind">Room and act.</param>
    /// <param name="tenant">The tenant; null for the host.</param>
    /// <param name="actor">Who caused it.</param>
    /// <param name="message">One sentence, without secrets.</param>
    /// <param name="code">An error's code.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="evidence">What it was concluded from; cut to its bounds.</param>
    public TenantEvent Add(
        string kind, string? tenant, string actor, string message, string? code = null, TimeSpan? elapsed = null, IReadOnlyDictionary<string, string>? evidence = null)
    {
        lock (gate)
        {
            // A hole in the log is told in the log, before what comes behind it.
            if (log?.TakeLost() is > 0 and var lost) _ = Tell("events.lost", null, "service", $"{lost} events could not be written", null, null, null);
            return Tell(kind, tenant, actor, message, code, elapsed, Evidence.Bounded(evidence));
        }
    }

    /// <summary>Events after a sequence number, then new ones as they come; ends when the listener fell too far behind.</summary>
    /// <param name="after">The last sequence number that the listener has seen; 0 for all that are kept, <see cref="long.MaxValue"/> for new ones only.</param>
    /// <param name="isFollowing">Whether to go on with what comes.</param>
    /// <param name="cancellationToken">Stops listening.</param>
    public async IAsyncEnumerable<TenantEvent> ListenAsync(long after, bool isFollowing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<TenantEvent>(MostUnread);
        List<TenantEvent> missed;
        long oldest;
        lock (gate)
        {
            missed = [.. past.Where(old => old.Sequence > after)];
            oldest = past.TryPeek(out var kept) ? kept.Sequence : first + count;
            if (isFollowing) _ = listeners.Add(channel);
        }

        try
        {
            if (log is not null && after < oldest - 1)
            {
                await foreach (var written in log.ReadAsync(after, cancellationToken))
                {
                    if (written.Sequence >= oldest) break;
                    yield return written;
                }
            }

            foreach (var old in missed) yield return old;
            if (!isFollowing) yield break;
            await foreach (var fresh in channel.Reader.ReadAllAsync(cancellationToken)) yield return fresh;
        }
        finally
        {
            lock (gate) _ = listeners.Remove(channel);
        }
    }

    /// <inheritdoc cref="ListenAsync(long, bool, CancellationToken)"/>
    public IAsyncEnumerable<TenantEvent> ListenAsync(long after, CancellationToken cancellationToken) => ListenAsync(after, isFollowing: true, cancellationToken);

    /// <summary>The last events of a tenant that are wanted, oldest first. The log is read only where memory has too few of them.</summary>
    /// <param name="tenant">The tenant's name.</param>
    /// <param name="isWanted">Which of its events.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<TenantEvent>> LastOfAsync(string tenant, Func<TenantEvent, bool> isWanted, int most, CancellationToken cancellationToken)
    {
        List<TenantEvent> kept;
        long oldest;
        lock (gate)
        {
            kept = [.. past.Where(old => old.Tenant == tenant && isWanted(old)).TakeLast(most)];
            oldest = past.TryPeek(out var first) ? first.Sequence : long.MaxValue;
        }

        if (kept.Count == most || log is null) return kept;
        var earlier = new Queue<TenantEvent>();
        await foreach (var written in log.ReadAsync(0, cancellationToken))
        {
            if (written.Sequence >= oldest) break;
            if (written.Tenant != tenant || !isWanted(written)) continue;
            earlier.Enqueue(written);
            if (earlier.Count > most - kept.Count) _ = earlier.Dequeue();
        }

        return [.. earlier, .. kept];
    }

    /// <summary>The last event of each tenant that is still in memory.</summary>
    public IReadOnlyDictionary<string, TenantEvent> LastOfEach()
    {
        lock (gate)
        {
            var last = new Dictionary<string, TenantEvent>(StringComparer.Ordinal);
            foreach (var old in past)
                if (old.Tenant is { } tenant) last[tenant] = old;
            return last;
        }
    }

    private TenantEvent Tell(string kind, string? tenant, string actor, string message, string? code, TimeSpan? elapsed, IReadOnlyDictionary<string, string>? evidence)
    {
        var added = new TenantEvent(first + count++, clock.GetUtcNow(), kind, tenant, actor, PlainText.Of(message, LongestMessage), code, elapsed?.TotalMilliseconds, evidence);
        past.Enqueue(added);
        if (past.Count > Kept) _ = past.Dequeue();
        log?.Append(added);
        foreach (var listener in listeners.Where(listener => !listener.Writer.TryWrite(added)).ToList())
        {
            _ = listener.Writer.TryComplete();
            _ = listeners.Remove(listener);
        }

        return added;
    }
}
