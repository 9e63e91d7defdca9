using System.Threading.Channels;
using Lobsterd.Edge.Events;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Events;

public sealed class EventHubTests
{
    private static readonly EdgeEvent Alice = new EdgeEvent.WakeWanted("alice", 1);
    private static readonly EdgeEvent Bob = new EdgeEvent.WakeWanted("bob", 1);
    private static readonly EdgeEvent Carol = new EdgeEvent.WakeWanted("carol", 1);

    [Fact]
    public void a_watch_begins_with_what_stands_and_goes_on_with_what_happens()
    {
        var hub = new EventHub();

        var watch = hub.Watch(() => [Alice, Bob]);
        hub.Tell(Carol);

        Assert.Equal([Alice, Bob, Carol], Told(watch));
    }

    [Fact]
    public void what_happens_while_the_standing_ones_are_read_is_told_once()
    {
        var hub = new EventHub();

        var watch = hub.Watch(() =>
        {
            hub.Tell(Bob);
            hub.Tell(Carol);
            return [Alice, Bob];
        });

        Assert.Equal([Alice, Bob, Carol], Told(watch));
    }

    [Fact]
    public void the_same_again_later_is_told_again()
    {
        var hub = new EventHub();

        var watch = hub.Watch(() => [Alice]);
        hub.Tell(Alice);

        Assert.Equal([Alice, Alice], Told(watch));
    }

    private static List<EdgeEvent> Told(Channel<EdgeEvent> watch)
    {
        var told = new List<EdgeEvent>();
        while (watch.Reader.TryRead(out var one)) told.Add(one);
        return told;
    }
}
