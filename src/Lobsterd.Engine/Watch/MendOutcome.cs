namespace Lobsterd.Engine.Watch;

/// <summary>How a look or a repair came out.</summary>
/// <param name="Verdict">In a word.</param>
/// <param name="Why">What is wrong; empty when nothing is.</param>
public sealed record MendOutcome(MendVerdict Verdict, string Why)
{
    /// <summary>Nothing is wrong.</summary>
    public static readonly MendOutcome Healthy = new(MendVerdict.Healthy, "");
}
