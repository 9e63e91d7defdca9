namespace Lobsterd.Bench.Runner.Results;

/// <summary>One figure in two files.</summary>
/// <param name="Before">Its record in the first; null when it is not there.</param>
/// <param name="After">Its record in the second; null when it is not there.</param>
public sealed record FigureChange(FigureRecord? Before, FigureRecord? After)
{
    /// <summary>The record that there is, the later one where there are both.</summary>
    public FigureRecord Known => After ?? Before ?? throw new InvalidOperationException("a change of nothing");

    /// <summary>Median after divided by median before; null when one is missing, zero, or in another unit.</summary>
    public double? Factor => Before is { P50: not 0 } before && After is { } after && before.Unit == after.Unit ? after.P50 / before.P50 : null;

    /// <summary>Whether a promise that was kept is broken now.</summary>
    public bool IsBroken => Before?.Holds is true && After?.Holds is false;
}
