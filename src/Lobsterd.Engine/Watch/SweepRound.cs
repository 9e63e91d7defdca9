using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Watch;

/// <summary>Where the slow sweep stands: a round goes over all tenants in equal slices, and looks with every check at a tenth of them, so that ten rounds have looked so at each.</summary>
internal sealed class SweepRound
{
    /// <summary>Slices of a round.</summary>
    internal const int Slices = 60;

    private const int WholeEvery = 10;
    private const int FrontEvery = 10;

    private int slice;
    private int round = 1;

    /// <summary>Whether this slice is one at which what all share is looked at.</summary>
    internal bool IsOfFront => slice % FrontEvery == 0;

    /// <summary>Whether this slice begins ten rounds that look at everything once.</summary>
    internal bool IsFirst => slice == 0 && round % WholeEvery == 0;

    /// <summary>The tenants of this slice, and whether each is looked at with every check; goes on to the next.</summary>
    /// <param name="tenants">All that are swept, in the same order each time.</param>
    internal IReadOnlyList<(Tenant Tenant, bool IsWhole)> Take(IReadOnlyList<Tenant> tenants)
    {
        var (from, to, now) = (tenants.Count * slice / Slices, tenants.Count * (slice + 1) / Slices, round);
        if (++slice == Slices) (slice, round) = (0, round + 1);

        // By the slot, which stays a tenant's, whoever comes and goes beside it.
        return [.. tenants.Take(from..to).Select(tenant => (tenant, (tenant.Slot.Number + now) % WholeEvery == 0))];
    }
}
