namespace Lobsterd.Bench.Runner.Pictures;

/// <summary>One step of an operation, in its place in time.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StartMs">When it began, in ms after the operation.</param>
/// <param name="EndMs">When it ended, not before it began.</param>
public sealed record TimelineStep(string Name, double StartMs, double EndMs)
{
    /// <summary>How long it took.</summary>
    public double ElapsedMs => EndMs - StartMs;
}
