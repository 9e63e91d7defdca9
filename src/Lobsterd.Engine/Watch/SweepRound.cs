using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Watch;

/// <summary>Where the slow sweep stands: a round goes over all tenants in equal slices, and each tenth round looks with every check.</summary>
internal sealed class SweepRound
{
    /// <summary>Slices of a round.</summary>
    internal const int Slices = 60;

    private const int WholeEvery = 10;
    private const int FrontEvery = 10;

    private int slice;
    private int round = 1;

    /// <summary>Whether this round looks with every check.</summary>
    internal bool IsWhole => round % WholeEvery == 0;

    /// <summary>Whether this slice is one at which what all share is looked at.</summary>
    internal bool IsOfFront => slice % FrontEvery == 0;

    /// <summary>Whether this slice is the first of its round.</summary>
    internal bool IsFirst => slice == 0;

    /// <summary>The tenants of this slice, and goes on to the next.</summary>
    internal IReadOnlyList<TenantName> Take(IReadOnlyList<TenantName> names)
    {
        var (from, to) = (names.Count * slice / Slices, names.Count * (slice + 1) / Slices);
        if (++slice == Slices) (slice, round) = (0, round + 1);
        return [.. names.Skip(from).Take(to - from)];
    }
}
