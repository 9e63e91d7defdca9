using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Handover;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Edge.Traffic;
using Lobsterd.Protocol.Edge;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Handover;

/// <summary>What edges before this one have under way, and what that means for a tenant's gate.</summary>
public sealed class PredecessorsTests
{
    private static readonly TenantName Alice = TenantName.Parse("alice").Value;

    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void a_tenant_of_which_something_drains_cannot_be_put_to_sleep_until_it_has_ended()
    {
        var predecessors = new Predecessors(expected: 2, clock);
        var traffic = New(predecessors);
        var (first, second) = (predecessors.Join(_ => { }), predecessors.Join(_ => { }));
        predecessors.Tell(first, Counts(1, 0, 0));
        predecessors.Tell(second, Counts(0, 2, 0));

        Assert.Equal(new EdgeInFlight("alice", 1, 2, 0), traffic.Read());
        Assert.Equal(EdgeErrors.InFlight, traffic.TryClose(force: false).Error.Code);

        predecessors.Tell(first, new Dictionary<TenantName, EdgeInFlight>());
        Assert.Equal(EdgeErrors.InFlight, traffic.TryClose(force: false).Error.Code);
        predecessors.Leave(second);
        Assert.True(traffic.TryClose(force: false).IsSuccess);
    }

    [Fact]
    public async Task nobody_is_put_to_sleep_before_each_has_told_or_had_its_time_to()
    {
        var predecessors = new Predecessors(expected: 2, clock);
        var heard = predecessors.UntilHeardAsync();
        predecessors.Tell(predecessors.Join(_ => { }), Counts(0, 0, 0));
        Assert.False(heard.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(2));
        await heard;
        await predecessors.UntilHeardAsync();
        await new Predecessors(expected: 0, clock).UntilHeardAsync();
    }

    [Fact]
    public async Task a_break_is_asked_of_all_and_waited_for()
    {
        var predecessors = new Predecessors(expected: 1, clock);
        var asked = new List<TenantName>();
        var drainer = predecessors.Join(asked.Add);
        await predecessors.BreakOffAsync(Alice, TimeSpan.FromSeconds(2));
        Assert.Empty(asked);

        predecessors.Tell(drainer, Counts(1, 0, 0));
        var breaking = predecessors.BreakOffAsync(Alice, TimeSpan.FromSeconds(2));
        Assert.False(breaking.IsCompleted);
        predecessors.Tell(drainer, Counts(0, 0, 0));
        await breaking;
        Assert.Equal([Alice], asked);
    }

    [Fact]
    public async Task who_waits_before_a_gate_that_moved_is_sent_there_and_nothing_enters()
    {
        var traffic = New(EdgeRoutes.Alone);
        Assert.Equal(Entry.Entered, traffic.TryEnter(PassageKind.WebSocket));
        Assert.True(traffic.TryClose(force: true).IsSuccess);
        var waiting = traffic.HoldAsync(PassageKind.Request, WakeWant.Of(null, 22), CancellationToken.None);

        traffic.MoveOut();

        _ = Assert.IsType<HoldEnd.Moved>(await waiting);
        Assert.Equal(Entry.Moved, traffic.TryEnter(PassageKind.Request));
        _ = Assert.IsType<HoldEnd.Moved>(await traffic.HoldAsync(PassageKind.Request, WakeWant.Of(null, 22), CancellationToken.None));
        Assert.Equal(new EdgeInFlight("alice", 0, 1, 0), traffic.Read());
    }

    private static TenantTraffic New(Predecessors predecessors) => new(Alice, 16, new TrafficTotal(), EdgeRoutes.Desk(), predecessors);

    private static Dictionary<TenantName, EdgeInFlight> Counts(int requests, int webSockets, int streams) =>
        new() { [Alice] = new EdgeInFlight("alice", requests, webSockets, streams) };
}
