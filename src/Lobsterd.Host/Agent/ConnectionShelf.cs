using System.Collections.Concurrent;

namespace Lobsterd.Host.Agent;

/// <summary>Keeps one idle connection per tenant for a moment, since claim, start and wait follow each other at once and every round trip
/// into a VM without hardware help costs. What is taken from it is the taker's alone.</summary>
internal sealed class ConnectionShelf(TimeProvider clock) : IDisposable
{
    /// <summary>How long a connection may stand idle: half of what an agent allows, so that we let go first.</summary>
    internal static readonly TimeSpan IdleFor = TimeSpan.FromMilliseconds(Protocol.Agent.AgentLimits.RequestTimeoutMs / 2);

    /// <summary>Most connections it keeps; beyond them a tenant pays for a new one.</summary>
    internal const int MostConnections = 256;

    private readonly ConcurrentDictionary<Guid, Entry> entries = new();

    /// <summary>How many connections stand idle.</summary>
    internal int Count => entries.Count;

    /// <summary>The tenant's idle connection, or null.</summary>
    internal AgentConnection? Take(Guid tenant)
    {
        if (!entries.TryRemove(tenant, out var entry)) return null;
        entry.Timer.Dispose();
        return entry.Connection;
    }

    /// <summary>Takes a connection over; closes it where there is no room, or another one stands there already.</summary>
    internal void Put(Guid tenant, AgentConnection connection)
    {
        var entry = new Entry(connection, clock, late => Drop(tenant, late));
        if (entries.Count < MostConnections && entries.TryAdd(tenant, entry)) entry.Start(IdleFor);
        else entry.Dispose();
    }

    /// <summary>Closes the tenant's idle connection; absent is fine.</summary>
    internal void Forget(Guid tenant) => Take(tenant)?.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tenant in entries.Keys) Forget(tenant);
    }

    private void Drop(Guid tenant, Entry entry)
    {
        // Only the very entry whose time is over: a newer one may stand in its place.
        if (entries.TryRemove(new KeyValuePair<Guid, Entry>(tenant, entry))) entry.Dispose();
    }

    private sealed class Entry : IDisposable
    {
        internal Entry(AgentConnection connection, TimeProvider clock, Action<Entry> expired)
        {
            Connection = connection;
            Timer = clock.CreateTimer(_ => expired(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        internal AgentConnection Connection { get; }

        internal ITimer Timer { get; }

        internal void Start(TimeSpan idleFor) => Timer.Change(idleFor, Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            Timer.Dispose();
            Connection.Dispose();
        }
    }
}
