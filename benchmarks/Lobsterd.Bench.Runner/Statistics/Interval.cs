namespace Lobsterd.Bench.Runner.Statistics;

/// <summary>Where a true value lies with a told confidence.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, not below the lower.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Its width.</summary>
    public double Width => High - Low;

    /// <summary>Whether a value lies in it, its ends included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
