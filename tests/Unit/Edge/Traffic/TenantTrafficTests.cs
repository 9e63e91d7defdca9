using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Traffic;
using Lobsterd.Protocol.Edge;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Traffic;

public sealed class TenantTrafficTests
{
    private readonly TrafficTotal total = new();

    [Fact]
    public void each_kind_is_counted_by_itself_and_all_together()
    {
        var traffic = New(limit: 10);
        Assert.Equal(Entry.Entered, traffic.TryEnter(PassageKind.Request));
        Assert.Equal(Entry.Entered, traffic.TryEnter(PassageKind.WebSocket));
        Assert.Equal(Entry.Entered, traffic.TryEnter(PassageKind.Stream));
        Assert.Equal(Entry.Entered, traffic.TryEnter(PassageKind.Stream));
        traffic.Leave(PassageKind.Request);

        Assert.Equal(new EdgeInFlight("alice", 0, 1, 2), traffic.Read());
        Assert.Equal(3, total.UnderWay);
    }

    [Fact]
    public void the_limit_holds_for_all_kinds_together()
    {
        var traffic = New(limit: 2);
        Assert.Equal(Entry.Entered, traffic.TryEnter(PassageKind.Request));
        Assert.Equal(Entry.Entered, traffic.TryEnter(PassageKind.Stream));
        Assert.Equal(Entry.Full, traffic.TryEnter(PassageKind.WebSocket));

        traffic.Leave(PassageKind.Stream);
        Assert.Equal(Entry.Entered, traffic.TryEnter(PassageKind.WebSocket));
    }

    [Fact]
    public void counts_are_exact_under_many_threads_and_the_limit_is_never_passed()
    {
        var traffic = New(limit: 3);
        var most = 0;
        Parallel.For(0, 20_000, n =>
        {
            var kind = (PassageKind)(n % 3);
            if (traffic.TryEnter(kind) != Entry.Entered) return;
            var read = traffic.Read();
            InterlockedMax(ref most, read.Requests + read.WebSockets + read.Streams);
            traffic.Leave(kind);
        });

        Assert.InRange(most, 1, 3);
        Assert.Equal(new EdgeInFlight("alice", 0, 0, 0), traffic.Read());
        Assert.Equal(0, total.UnderWay);
    }

    private TenantTraffic New(int limit) => new(TenantName.Parse("alice").Value, limit, total, EdgeRoutes.Desk(), EdgeRoutes.Alone);

    private static void InterlockedMax(ref int most, int seen)
    {
        for (var known = Volatile.Read(ref most); seen > known;)
        {
            var found = Interlocked.CompareExchange(ref most, seen, known);
            if (found == known) return;
            known = found;
        }
    }
}
