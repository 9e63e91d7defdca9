using System.Net;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Events;
using Lobsterd.Edge.Sleeping;
using Lobsterd.Edge.Traffic;
using Lobsterd.Protocol.Edge;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Edge.Sleeping;

public sealed class SleepingGateTests
{
    private static readonly TimeSpan HoldTime = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider clock = new();
    private readonly EventHub wakes = new();
    private readonly TrafficTotal total = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void a_gate_with_something_under_way_is_not_closed_and_says_what_is(int kind)
    {
        var gate = Gate();
        _ = gate.TryEnter((PassageKind)kind);

        var refused = gate.TryClose(force: false).Error;

        Assert.Equal(EdgeErrors.InFlight, refused.Code);
        Assert.Contains(kind switch { 0 => "1 requests", 1 => "1 WebSockets", _ => "1 streams" }, refused.Message, StringComparison.Ordinal);
        Assert.Equal(Entry.Entered, gate.TryEnter(PassageKind.Request));
    }

    [Fact]
    public async Task a_gate_closed_by_force_breaks_what_is_under_way_and_is_quiet_when_that_has_left()
    {
        var gate = Gate();
        _ = gate.TryEnter(PassageKind.Request);
        var broken = gate.Broken;

        Assert.True(gate.TryClose(force: true).IsSuccess);
        Assert.True(broken.IsCancellationRequested);
        var quiet = gate.UntilQuietAsync(HoldTime);
        Assert.False(quiet.IsCompleted);
        gate.Leave(PassageKind.Request);
        await quiet;

        gate.Open();
        Assert.False(gate.Broken.IsCancellationRequested);
    }

    [Fact]
    public async Task all_that_waits_has_entered_when_the_gate_opens()
    {
        var gate = Gate(limit: 100);
        _ = gate.TryClose(force: false);
        var waiting = Enumerable.Range(0, 50).Select(_ => gate.HoldAsync(PassageKind.Request, Want(), Token)).ToList();
        Assert.Equal(50, gate.ReadAll().Held);

        gate.Open();

        Assert.All(await Task.WhenAll(waiting), end => Assert.IsType<HoldEnd.Entered>(end));
        Assert.Equal(50, gate.Read().Requests);
        Assert.Equal(50, total.UnderWay);
    }

    [Fact]
    public async Task the_first_ones_enter_and_those_beyond_the_limit_are_told_that_it_is_full()
    {
        var gate = Gate(limit: 2);
        _ = gate.TryClose(force: false);
        var waiting = Enumerable.Range(0, 3).Select(_ => gate.HoldAsync(PassageKind.Stream, Want(), Token)).ToList();

        gate.Open();

        var ends = await Task.WhenAll(waiting);
        Assert.Equal([typeof(HoldEnd.Entered), typeof(HoldEnd.Entered), typeof(HoldEnd.Saturated)], ends.Select(end => end.GetType()));
    }

    [Fact]
    public void a_tenant_is_asked_for_once_however_much_waits()
    {
        var watch = wakes.Watch();
        var gate = Gate();
        _ = gate.TryClose(force: false);
        for (var n = 0; n < 5; n++) _ = gate.HoldAsync(PassageKind.Request, Want(), Token);

        Assert.True(watch.Reader.TryRead(out var told));
        Assert.Equal("GET /a", Assert.IsType<EdgeEvent.WakeWanted>(told).Request);
        Assert.False(watch.Reader.TryRead(out _));
        Assert.Equal("alice", gate.Wanted!.Tenant);
    }

    [Fact]
    public async Task an_ask_that_nobody_answered_is_made_again_by_the_next_one_after_the_hold_time()
    {
        var watch = wakes.Watch();
        var gate = Gate();
        _ = gate.TryClose(force: false);
        var first = gate.HoldAsync(PassageKind.Request, Want(), Token);
        clock.Advance(HoldTime / 2);
        var second = gate.HoldAsync(PassageKind.Request, Want(), Token);
        clock.Advance(HoldTime / 2);
        Assert.IsType<HoldEnd.TooLong>(await first);
        _ = gate.HoldAsync(PassageKind.Request, Want(), Token);

        Assert.True(watch.Reader.TryRead(out _));
        Assert.True(watch.Reader.TryRead(out _));
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task whoever_goes_away_frees_its_place_and_the_last_one_takes_the_ask_with_it()
    {
        var desk = Desk();
        var gate = Gate(desk: desk);
        _ = gate.TryClose(force: false);
        using var leaving = new CancellationTokenSource();
        var waiting = gate.HoldAsync(PassageKind.Request, Want(), leaving.Token);
        Assert.Equal(1, desk.Held);

        await leaving.CancelAsync();

        Assert.IsType<HoldEnd.Left>(await waiting);
        Assert.Equal(0, desk.Held);
        Assert.Null(gate.Wanted);
    }

    [Fact]
    public async Task no_more_wait_than_may_for_one_tenant_and_for_all_together()
    {
        var desk = Desk(most: 3, perTenant: 2);
        var (alice, bob) = (Gate(desk: desk), Gate(desk: desk));
        _ = alice.TryClose(force: false);
        _ = bob.TryClose(force: false);
        for (var n = 0; n < 2; n++) _ = alice.HoldAsync(PassageKind.Request, Want(), Token);

        Assert.IsType<HoldEnd.Full>(await alice.HoldAsync(PassageKind.Request, Want(), Token));
        Assert.False(bob.HoldAsync(PassageKind.Request, Want(), Token).IsCompleted);
        Assert.IsType<HoldEnd.Full>(await bob.HoldAsync(PassageKind.Request, Want(), Token));

        alice.Open();
        Assert.Equal(1, desk.Held);
    }

    [Fact]
    public async Task a_refusal_answers_all_and_holds_for_its_time_and_the_gate_stays_closed()
    {
        var watch = wakes.Watch();
        var gate = Gate();
        _ = gate.TryClose(force: false);
        var waiting = gate.HoldAsync(PassageKind.Request, Want(), Token);
        gate.Refuse("its disk is gone.", TimeSpan.FromSeconds(10));

        Assert.Equal("its disk is gone.", Assert.IsType<HoldEnd.Refused>(await waiting).Reason);
        clock.Advance(TimeSpan.FromSeconds(4));
        var early = Assert.IsType<HoldEnd.Refused>(await gate.HoldAsync(PassageKind.Request, Want(), Token));
        Assert.Equal(TimeSpan.FromSeconds(6), early.RetryAfter);
        clock.Advance(TimeSpan.FromSeconds(6));
        var late = gate.HoldAsync(PassageKind.Request, Want(), Token);

        Assert.False(late.IsCompleted);
        Assert.True(gate.ReadAll().Parked);
        Assert.True(watch.Reader.TryRead(out _) && watch.Reader.TryRead(out _));
        Assert.False(watch.Reader.TryRead(out _));
    }

    [Fact]
    public async Task a_source_that_has_spent_its_budget_wakes_nobody_until_some_of_it_is_back()
    {
        var desk = Desk(perSource: 2);
        var gates = Enumerable.Range(0, 3).Select(_ => Gate(desk: desk)).ToList();
        foreach (var gate in gates) _ = gate.TryClose(force: false);
        _ = gates[0].HoldAsync(PassageKind.Request, Want("192.0.2.1"), Token);
        _ = gates[1].HoldAsync(PassageKind.Request, Want("192.0.2.1"), Token);

        var third = await gates[2].HoldAsync(PassageKind.Request, Want("192.0.2.1"), Token);
        Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<HoldEnd.TooOften>(third).RetryAfter);
        Assert.Equal(2, desk.Held);
        Assert.False(gates[1].HoldAsync(PassageKind.Request, Want("192.0.2.1"), Token).IsCompleted);
        Assert.False(gates[2].HoldAsync(PassageKind.Request, Want("192.0.2.2"), Token).IsCompleted);
    }

    [Fact]
    public async Task a_tenant_whose_budget_is_spent_sleeps_on_though_it_slept_anew()
    {
        var gate = Gate(desk: Desk(perTenantBudget: 1));
        _ = gate.TryClose(force: false);
        _ = gate.HoldAsync(PassageKind.Request, Want("192.0.2.1"), Token);
        gate.Open();
        gate.Leave(PassageKind.Request);
        _ = gate.TryClose(force: false);

        Assert.IsType<HoldEnd.TooOften>(await gate.HoldAsync(PassageKind.Request, Want("192.0.2.2"), Token));
    }

    [Fact]
    public void idle_is_the_time_since_anything_came_ended_or_waited()
    {
        var gate = Gate();
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(5_000, gate.ReadAll().IdleMs);
        _ = gate.TryEnter(PassageKind.Request);
        clock.Advance(TimeSpan.FromSeconds(2));
        gate.Leave(PassageKind.Request);
        Assert.Equal(0, gate.ReadAll().IdleMs);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(new EdgeTraffic("alice", 0, 0, 0, 0, 1_000, false), gate.ReadAll());
    }

    [Fact]
    public async Task whatever_is_done_at_once_nothing_is_lost_and_nothing_enters_a_closed_gate()
    {
        var gate = Gate(limit: 10_000, desk: EdgeRoutes.Desk(new HoldBounds(HoldTime, 4_096, 4_096, 1_000_000, 1_000_000)));
        var (served, parks) = (0, 0);
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var n = 0; n < 2_000; n++)
            {
                var end = gate.TryEnter(PassageKind.Request) == Entry.Entered
                    ? new HoldEnd.Entered()
                    : await gate.HoldAsync(PassageKind.Request, Want(), Token);
                if (end is HoldEnd.Again)
                {
                    n--;
                    continue;
                }

                Assert.IsType<HoldEnd.Entered>(end);
                _ = Interlocked.Increment(ref served);
                gate.Leave(PassageKind.Request);
            }
        }, Token)).ToList();
        var all = Task.WhenAll(callers);

        // At least once, also where a busy host let all of them pass before this had its turn.
        do
        {
            if (gate.TryClose(force: false).IsSuccess)
            {
                parks++;
                var seen = gate.ReadAll();
                Assert.True(seen.Parked);
                Assert.Equal(0, seen.Requests);
                gate.Open();
            }
        }
        while (!all.IsCompleted);

        await all;
        Assert.Equal(8_000, served);
        Assert.True(parks > 0);
        Assert.Equal(0, gate.ReadAll().Held);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void a_source_is_an_address_or_the_network_that_one_customer_has(string one, string other, bool same) =>
        Assert.Equal(same, WakeSource.Of(IPAddress.Parse(one)) == WakeSource.Of(IPAddress.Parse(other)));

    private static WakeWant Want(string source = "192.0.2.1") =>
        new(WakeSource.Of(IPAddress.Parse(source)), source) { Host = "alice.lobster.localhost", Request = "GET /a" };

    private HoldDesk Desk(int most = 100, int perTenant = 100, int perSource = 60, int perTenantBudget = 60) =>
        EdgeRoutes.Desk(new HoldBounds(HoldTime, most, perTenant, perSource, perTenantBudget), wakes, clock);

    private TenantTraffic Gate(int limit = 16, HoldDesk? desk = null) => new(TenantName.Parse("alice").Value, limit, total, desk ?? Desk(), EdgeRoutes.Alone);
}
