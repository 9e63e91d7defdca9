using CsCheck;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Watch;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Watch;

/// <summary>The watchdog's states, for any order of observations.</summary>
public sealed class WatchMachineTests
{
    private static readonly WatchRules Rules = new(3, 4, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly WatchSeen[] Everything =
    [
        new WatchSeen.Off(false), new WatchSeen.Off(true), new WatchSeen.Maintained("disks", Start.AddHours(1)), new WatchSeen.InCommand(), new WatchSeen.Present(),
        new WatchSeen.Gone("killed"), new WatchSeen.Passed(), new WatchSeen.Ill("route: gone"), new WatchSeen.RepairBegun(), new WatchSeen.Repaired(),
        new WatchSeen.NotRepaired("still gone"), new WatchSeen.RepairPutOff(), new WatchSeen.OperatorActed(),
    ];

    private static readonly Gen<WatchSeen> AnySeen = Gen.Int[0, Everything.Length - 1].Select(index => Everything[index]);

    private static readonly Gen<(WatchSeen Seen, int Seconds, double Chance)[]> AnyHistory = Gen.Select(AnySeen, Gen.Int[0, 400], Gen.Double[0, 1]).Array[0, 60];

    [Fact]
    public void what_shall_not_run_is_never_due_and_never_recovering() => AnyHistory.Sample(history =>
    {
        foreach (var off in (WatchSeen[])[new WatchSeen.Off(false), new WatchSeen.Off(true)])
        {
            var (watch, now) = Run(history);
            watch = Next(watch, off, now);
            foreach (var seen in (WatchSeen[])[new WatchSeen.RepairBegun(), new WatchSeen.Repaired(), new WatchSeen.NotRepaired("x"), new WatchSeen.Ill("x"), new WatchSeen.Passed(), new WatchSeen.OperatorActed()])
            {
                watch = Next(watch, seen, now);
                Assert.True(watch.State is WatchState.Stopped or WatchState.Suspended);
                Assert.Equal(WatchDue.Nothing, watch.DueBy(DateTimeOffset.MaxValue));
            }
        }
    });

    [Fact]
    public void no_more_repairs_begin_than_the_bound_until_an_operator_acts() => AnyHistory.Sample(history =>
    {
        var (watch, now) = (WatchMachine.Begin(Start), Start);
        var begun = 0;
        foreach (var (seen, _, chance) in history)
        {
            // Nothing ages: nothing is forgotten by itself.
            if (seen is WatchSeen.OperatorActed or WatchSeen.Off or WatchSeen.Maintained or WatchSeen.RepairPutOff) continue;
            var before = watch.State;
            watch = WatchMachine.Next(watch, seen, now, Rules, chance);
            if (before != WatchState.Recovering && watch.State == WatchState.Recovering) begun++;
        }

        Assert.InRange(begun, 0, Rules.MaxAttempts);
    });

    [Fact]
    public void only_a_failed_tenant_is_repaired_and_whatever_is_due_makes_sense() => AnyHistory.Sample(history =>
    {
        var (watch, _) = Run(history);
        Assert.True(watch.Attempts >= 0 && watch.FailedLooks >= 0);
        if (watch.HasGivenUp) Assert.Null(watch.DueAt);
        if (watch.DueBy(DateTimeOffset.MaxValue) == WatchDue.Repair) Assert.Equal(WatchState.Failed, watch.State);
        if (watch.State == WatchState.Failed && !watch.HasGivenUp) Assert.NotNull(watch.DueAt);
    });

    [Fact]
    public void one_failed_look_degrades_and_as_many_as_configured_fail()
    {
        var watch = Next(WatchMachine.Begin(Start), new WatchSeen.Passed(), Start);
        var states = new List<WatchState> { watch.State };
        for (var look = 0; look < 3; look++) states.Add((watch = Next(watch, new WatchSeen.Ill("route: gone"), Start)).State);

        Assert.Equal([WatchState.Healthy, WatchState.Degraded, WatchState.Degraded, WatchState.Failed], states);
        Assert.Equal(WatchDue.Repair, watch.DueBy(Start));
    }

    [Fact]
    public void a_vm_that_is_gone_is_repaired_at_once_the_first_time_and_later_each_time_after()
    {
        var watch = Next(WatchMachine.Begin(Start), new WatchSeen.Passed(), Start);
        var waits = new List<double>();
        for (var fall = 0; fall < 4; fall++)
        {
            watch = Next(watch, new WatchSeen.Gone("killed"), Start);
            waits.Add((watch.DueAt!.Value - Start).TotalSeconds);
            watch = Next(Next(watch, new WatchSeen.RepairBegun(), Start), new WatchSeen.Repaired(), Start);
        }

        Assert.Equal([0, 0.5, 1, 2], waits);
        Assert.True(Next(watch, new WatchSeen.Gone("killed"), Start).HasGivenUp);
        Assert.False(Next(watch, new WatchSeen.Gone("killed"), Start + Rules.MaxBackoff).HasGivenUp);
    }

    [Fact]
    public void an_operators_act_has_a_tenant_that_was_given_up_looked_at_again()
    {
        var watch = new TenantWatch(WatchState.Failed, Start, "vm: gone") { Attempts = 4, HasGivenUp = true };

        watch = Next(watch, new WatchSeen.OperatorActed(), Start);

        Assert.Equal((WatchState.Unknown, 0, false), (watch.State, watch.Attempts, watch.HasGivenUp));
        Assert.Equal(WatchDue.Look, watch.DueBy(Start + Rules.Recheck));
    }

    [Fact]
    public void one_that_falls_again_and_again_is_no_storm()
    {
        var guard = new StormGuard(TimeSpan.FromSeconds(10));
        for (var one = 0; one < 20; one++) guard.Note(TenantName.Parse("alice").Value, Start);

        Assert.False(guard.IsStorm(1, Start));
    }

    [Theory]
    [InlineData(10, 2, false)]
    [InlineData(10, 3, true)]
    [InlineData(100, 9, false)]
    [InlineData(100, 10, true)]
    public void three_and_a_tenth_of_all_that_fail_together_are_a_storm(int tenants, int failed, bool isStorm)
    {
        var guard = new StormGuard(TimeSpan.FromSeconds(10));
        for (var one = 0; one < failed; one++) guard.Note(TenantName.Parse($"t{one}").Value, Start);

        Assert.Equal(isStorm, guard.IsStorm(tenants, Start));
        Assert.False(guard.IsStorm(tenants, Start.AddSeconds(11)));
    }

    private static TenantWatch Next(TenantWatch watch, WatchSeen seen, DateTimeOffset now) => WatchMachine.Next(watch, seen, now, Rules, chance: 0);

    private static (TenantWatch Watch, DateTimeOffset Now) Run((WatchSeen Seen, int Seconds, double Chance)[] history)
    {
        var (watch, now) = (WatchMachine.Begin(Start), Start);
        foreach (var (seen, seconds, chance) in history)
        {
            now += TimeSpan.FromSeconds(seconds);
            watch = WatchMachine.Next(watch, seen, now, Rules, chance);
        }

        return (watch, now);
    }
}
