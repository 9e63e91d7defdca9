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
        [.. Enumerable.Range(0, SweepRound.Slices).SelectMany(_ => sweep.Take(tenants))];

    private static List<Tenant> Those(IEnumerable<int> slots) => [.. slots.Select(slot => Tenants.Named($"t{slot}") with { Slot = new Slot(slot) })];
}
