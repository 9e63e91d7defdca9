using Lobsterd.Bench.Runner.Figures;

namespace Lobsterd.Bench.Runner.Results;

/// <summary>A figure as it stands in <c>artifacts/bench.json</c>.</summary>
public sealed record FigureRecord
{
    /// <summary>The figure's name.</summary>
    public required string Name { get; init; }

    /// <summary>The machine's word.</summary>
    public required string Machine { get; init; }

    /// <summary>How many samples.</summary>
    public required int N { get; init; }

    /// <summary>Half of the samples do not exceed it.</summary>
    public required double P50 { get; init; }

    /// <summary>95 of 100 do not exceed it.</summary>
    public required double P95 { get; init; }

    /// <summary>99 of 100 do not exceed it.</summary>
    public required double P99 { get; init; }

    /// <summary>The unit of the percentiles and the reference.</summary>
    public required string Unit { get; init; }

    /// <summary>Median of the reference in the same run; null without one.</summary>
    public double? Reference { get; init; }

    /// <summary>Median of the pairs' ratios; null without a reference. Not the ratio of the medians: it is taken pair by pair.</summary>
    public double? Ratio { get; init; }

    /// <summary>The promise in words; null without one.</summary>
    public string? Bar { get; init; }

    /// <summary>Whether it was kept; null without one.</summary>
    public bool? Holds { get; init; }

    /// <summary>Writes a measurement down, its numbers at six significant digits.</summary>
    public static FigureRecord Of(IFigure figure, Measurement measurement) => new()
    {
        Name = figure.Subject.Name,
        Machine = figure.Subject.Machine.Word,
        N = measurement.Samples.Count,
        P50 = Significant.Round(measurement[Statistic.P50]),
        P95 = Significant.Round(measurement[Statistic.P95]),
        P99 = Significant.Round(measurement[Statistic.P99]),
        Unit = figure.Unit,
        Reference = measurement.Pairs is { } pairs ? Significant.Round(pairs.Reference.Median) : null,
        Ratio = measurement.Pairs is null ? null : Significant.Round(measurement[Statistic.Ratio]),
        Bar = figure.Bar?.InWords(figure.Unit),
        Holds = figure.Bar?.Holds(measurement),
    };

    /// <summary>What makes it one entry of a file: a newer record with the same key replaces it.</summary>
    internal (string Name, string Machine) Key => (Name, Machine);
}
