using Lobsterd.Bench.Runner.Facts;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Statistics;

namespace Lobsterd.Bench.Runner.Results;

/// <summary>What stands beside a record: where its numbers come from. Kept in <c>artifacts/bench.facts.json</c>, one entry a figure and machine.</summary>
public sealed record FigureFacts
{
    /// <summary>The figure's name.</summary>
    public required string Name { get; init; }

    /// <summary>The machine's word.</summary>
    public required string Machine { get; init; }

    /// <summary>The commit that was measured; ends in <c>+</c> when the tree had changes beyond it.</summary>
    public required string Commit { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The host.</summary>
    public required HostFacts Host { get; init; }

    /// <summary>Median of the pairs' differences; null without a reference.</summary>
    public double? Difference { get; init; }

    /// <summary>Its 95 % interval.</summary>
    public Interval? DifferenceInterval { get; init; }

    /// <summary>The 95 % interval of the median ratio.</summary>
    public Interval? RatioInterval { get; init; }

    /// <summary>Writes down where a measurement comes from.</summary>
    public static FigureFacts Of(IFigure figure, Measurement measurement, RunFacts run) => new()
    {
        Name = figure.Subject.Name,
        Machine = figure.Subject.Machine.Word,
        Commit = run.Commit,
        TakenAt = run.TakenAt,
        Host = run.Host,
        Difference = measurement.Pairs is null ? null : Significant.Round(measurement[Statistic.Difference]),
        DifferenceInterval = Round(measurement.DifferenceInterval),
        RatioInterval = Round(measurement.RatioInterval),
    };

    /// <summary>As in <see cref="FigureRecord"/>.</summary>
    internal (string Name, string Machine) Key => (Name, Machine);

    private static Interval? Round(Interval? interval) =>
        interval is { } known ? new Interval(Significant.Round(known.Low), Significant.Round(known.High)) : null;
}
