namespace Lobsterd.Bench.Runner.Runs;

/// <summary>How much is measured.</summary>
public enum Effort
{
    /// <summary>What the bar wants.</summary>
    Full,

    /// <summary>A fifth of it, for a first look; never kept.</summary>
    Quick,
}
