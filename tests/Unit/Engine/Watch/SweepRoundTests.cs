using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Watch;
using Lobsterd.Tests.Unit.Engine.Registry;
using Xunit;

namespace Lobsterd.Tests.Unit.Engine.Watch;

public sealed class SweepRoundTests
{
    private const int Rounds = 10;

    [Theory]
    [InlineData(1)]
    [InlineData(59)]
    [InlineData(500)]
    [InlineData(1_300)]
    [InlineData(7_000)]
    public void each_round_sees_each_tenant_once_and_ten_rounds_see_each_wholly_once(int count)
    {
        var tenants = Those(Enumerable.Range(0, count));
        var sweep = new SweepRound();
        var whole = new List<Slot>();
        for (var round = 0; round < Rounds; round++)
        {
            var seen = RoundOf(sweep, tenants);
            Assert.Equal(tenants.Select(tenant => tenant.Slot), seen.Select(one => one.Tenant.Slot));
            var now = seen.Where(one => one.IsWhole).Select(one => one.Tenant.Slot).ToList();
            Assert.InRange(now.Count, count / Rounds, (count / Rounds) + 1);
            whole.AddRange(now);
        }

        Assert.Equal(tenants.Select(tenant => tenant.Slot), whole.Order());
    }

    [Fact]
    public void a_round_looks_at_all_six_times_at_what_they_share_however_many_slices_are_taken_together()
    {
        foreach (var count in (int[])[0, 1, 500, 600, 601, 1_000, 1_001, 2_000, 3_000, 6_000, 1_000_000])
        {
            var sweep = new SweepRound();
            var slices = SweepRound.SlicesFor(count);
            Assert.Equal(0, SweepRound.Slices % slices);
            var fronts = 0;
            for (var at = 0; at < SweepRound.Slices; at += slices)
            {
                if (sweep.IsOfFront(slices)) fronts++;
                _ = sweep.Take([], slices);
            }

            Assert.Equal(6, fronts);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(100_000)]
    public void the_first_round_takes_a_tenth_of_the_time_of_all_others(int count)
    {
        var length = TimeSpan.FromSeconds(60);
        var slices = SweepRound.SlicesFor(count);
        var (rounds, taken) = (new TimeSpan[3], 0L);
        while (taken < rounds.Length * SweepRound.Slices)
        {
            rounds[taken / SweepRound.Slices] += SweepRound.PauseBefore(length, slices, taken);
            taken += slices;
        }

        Assert.Equal([length / 10, length, length], rounds);
    }

    [Fact]
    public void no_round_is_so_short_that_its_sweep_never_pauses() =>
        Assert.Equal(TimeSpan.FromMilliseconds(1), SweepRound.PauseBefore(TimeSpan.FromMilliseconds(100), slices: 1, earlier: 0));

    [Fact]
    public void whoever_goes_keeps_nobody_from_being_seen_wholly()
    {
        var slots = Enumerable.Range(0, 2 * Rounds).ToList();
        var sweep = new SweepRound();
        var whole = new HashSet<Slot>();
        for (var round = 0; round < Rounds; round++)
        {
            whole.UnionWith(RoundOf(sweep, Those(slots)).Where(one => one.IsWhole).Select(one => one.Tenant.Slot));
            slots.RemoveAt(0);
        }

        Assert.Superset(slots.Select(number => new Slot(number)).ToHashSet(), whole);
    }

    private static List<(Tenant Tenant, bool IsWhole)> RoundOf(SweepRound sweep, IReadOnlyList<Tenant> tenants) =>
        [.. Enumerable.Range(0, SweepRound.Slices / Together(tenants)).SelectMany(_ => sweep.Take(tenants, Together(tenants)))];

    private static int Together(IReadOnlyCollection<Tenant> tenants) => SweepRound.SlicesFor(tenants.Count);

    private static List<Tenant> Those(IEnumerable<int> slots) => [.. slots.Select(slot => Tenants.Named($"t{slot}") with { Slot = new Slot(slot) })];
}
