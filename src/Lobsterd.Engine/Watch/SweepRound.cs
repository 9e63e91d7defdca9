using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Watch;

/// <summary>Where the slow sweep stands: a round goes over all tenants in equal slices, and looks with every check at a tenth of them, so that ten rounds have looked so at each.</summary>
internal sealed class SweepRound
{
    /// <summary>Slices of a round.</summary>
    internal const int Slices = 60;

    // Nobody has looked at anyone when the first round begins, and whoever has just started the service waits for what it finds.
    private const int FirstRoundHaste = 10;
    private const int WholeEvery = 10;
    private const int FrontEvery = 10;

    // A look of a service that has slept for a second costs more than one that follows another: it is cold. So some follow one another, as long as they are few.
    private const int WholeTogether = 10;
    private static readonly int[] Together = [10, 6, 5, 4, 3, 2, 1];

    // The finest that timers know; anything less would be no pause at all.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);

    private int slice;
    private int round = 1;

    /// <summary>How many slices are taken together: fewer, the more tenants there are; a round has a whole number of such.</summary>
    internal static int SlicesFor(int tenants) => Together.First(slices => slices == 1 || (long)tenants * slices <= (long)WholeTogether * WholeEvery * Slices);

    /// <summary>How long before so many slices are taken: a slice is its part of a round, and the first round takes a tenth of the time.</summary>
    /// <param name="length">A round's time.</param>
    /// <param name="slices">Slices to be taken together.</param>
    /// <param name="earlier">Slices that have been taken since the service started.</param>
    internal static TimeSpan PauseBefore(TimeSpan length, int slices, long earlier)
    {
        var pause = length * slices / Slices / (earlier < Slices ? FirstRoundHaste : 1);
        return pause < ShortestPause ? ShortestPause : pause;
    }

    /// <summary>Whether what all share is looked at with the next slices.</summary>
    internal bool IsOfFront(int slices) => slice % FrontEvery == 0 || (slice % FrontEvery) + slices > FrontEvery;

    /// <summary>Whether the next slice begins ten rounds that look at everything once.</summary>
    internal bool IsFirst => slice == 0 && round % WholeEvery == 0;

    /// <summary>The tenants of the next slices, and whether each is looked at with every check; goes on behind them, at most to the round's end.</summary>
    /// <param name="tenants">All that are swept, in the same order each time.</param>
    /// <param name="slices">How many to take together.</param>
    internal IReadOnlyList<(Tenant Tenant, bool IsWhole)> Take(IReadOnlyList<Tenant> tenants, int slices)
    {
        var end = Math.Min(Slices, slice + slices);
        var (from, to, now) = (tenants.Count * slice / Slices, tenants.Count * end / Slices, round);
        (slice, round) = end == Slices ? (0, round + 1) : (end, round);

        // By the slot, which stays a tenant's, whoever comes and goes beside it.
        return [.. tenants.Take(from..to).Select(tenant => (tenant, (tenant.Slot.Number + now) % WholeEvery == 0))];
    }
}
