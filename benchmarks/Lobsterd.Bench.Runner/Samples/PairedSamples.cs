namespace Lobsterd.Bench.Runner.Samples;

/// <summary>Subject and reference, measured in pairs under the same conditions.</summary>
public sealed class PairedSamples
{
    /// <summary>Takes over a copy of the pairs.</summary>
    /// <param name="pairs">At least one; finite; the references not zero.</param>
    public PairedSamples(IReadOnlyList<(double Reference, double Subject)> pairs)
    {
        Reference = new SampleSet(pairs.Select(pair => pair.Reference));
        Subject = new SampleSet(pairs.Select(pair => pair.Subject));
        Differences = new SampleSet(pairs.Select(pair => pair.Subject - pair.Reference));
        Ratios = new SampleSet(pairs.Select(pair => pair.Subject / pair.Reference));
    }

    /// <summary>What the subject is held against.</summary>
    public SampleSet Reference { get; }

    /// <summary>What the figure is about.</summary>
    public SampleSet Subject { get; }

    /// <summary>Subject less reference, pair by pair.</summary>
    public SampleSet Differences { get; }

    /// <summary>Subject divided by reference, pair by pair.</summary>
    public SampleSet Ratios { get; }
}
