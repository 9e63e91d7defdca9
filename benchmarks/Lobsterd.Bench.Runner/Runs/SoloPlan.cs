namespace Lobsterd.Bench.Runner.Runs;

/// <summary>How many samples to take of one thing.</summary>
/// <param name="Samples">Kept ones, at least 1.</param>
/// <param name="WarmUps">Thrown away first.</param>
public sealed record SoloPlan(int Samples, int WarmUps = 1)
{
    /// <summary>The plan at an effort.</summary>
    public SoloPlan At(Effort effort) => effort is Effort.Quick ? this with { Samples = Math.Max(1, Samples / 5) } : this;
}
