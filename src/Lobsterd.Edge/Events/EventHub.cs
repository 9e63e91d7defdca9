using System.Threading.Channels;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Events;

/// <summary>Hands events to whoever watches; never waits for a slow one.</summary>
/// <param name="capacity">How many events are kept for one.</param>
internal sealed class EventHub(int capacity = EdgeLimits.MaxPendingEvents)
{
    private readonly Lock gate = new();
    private readonly HashSet<Channel<EdgeEvent>> watchers = [];

    /// <summary>Starts a watch; the channel holds the newest of them.</summary>
    public Channel<EdgeEvent> Watch()
    {
        var channel = Channel.CreateBounded<EdgeEvent>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (gate) _ = watchers.Add(channel);
        return channel;
    }

    /// <summary>Starts a watch that begins with what stands already. What happens while that is read may stand by then, and is told once.</summary>
    /// <param name="standing">Reads what stands.</param>
    public Channel<EdgeEvent> Watch(Func<IEnumerable<EdgeEvent>> standing)
    {
        var channel = Watch();
        foreach (var known in standing().Concat(Take(channel.Reader)).Distinct().ToList()) _ = channel.Writer.TryWrite(known);
        return channel;
    }

    /// <summary>Ends a watch.</summary>
    public void Unwatch(Channel<EdgeEvent> channel)
    {
        lock (gate) _ = watchers.Remove(channel);
    }

    /// <summary>Tells every watcher.</summary>
    public void Tell(EdgeEvent happened)
    {
        lock (gate)
        {
            foreach (var watcher in watchers) _ = watcher.Writer.TryWrite(happened);
        }
    }

    private static IEnumerable<EdgeEvent> Take(ChannelReader<EdgeEvent> from)
    {
        while (from.TryRead(out var happened)) yield return happened;
    }
}
