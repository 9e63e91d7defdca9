using System.Globalization;
using Lobsterd.Bench.Runner.Facts;
using Lobsterd.Bench.Runner.Results;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Runner.Figures;

/// <summary>Takes a row of figures, one after the other: two at a time would measure each other.</summary>
public sealed class FigureSession(RunFacts run, Effort effort)
{
    private readonly List<FigureRecord> records = [];
    private readonly List<FigureFacts> facts = [];
    private readonly List<(Subject Subject, LobsterError Error)> failures = [];

    /// <summary>What was taken.</summary>
    public IReadOnlyList<FigureRecord> Records => records;

    /// <summary>Where it comes from.</summary>
    public IReadOnlyList<FigureFacts> Facts => facts;

    /// <summary>What could not be taken, and why.</summary>
    public IReadOnlyList<(Subject Subject, LobsterError Error)> Failures => failures;

    /// <summary>Whether every promise was kept and nothing failed; what this host cannot measure is no failure.</summary>
    public bool IsGood => records.All(record => record.Holds is not false) && failures.All(failure => failure.Error.Code == BenchErrors.Lacking);

    /// <summary>Takes one figure; a failure is remembered and the session goes on.</summary>
    public async Task TakeAsync(IFigure figure, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report($"{figure.Subject}: {figure.Summary}");
        var began = TimeProvider.System.GetTimestamp();
        if ((await figure.MeasureAsync(effort, progress, cancellationToken)).TryGetError(out var error, out var measurement))
        {
            failures.Add((figure.Subject, error));
            return;
        }

        progress.Report(string.Create(CultureInfo.InvariantCulture, $"  took {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0} s"));
        records.Add(FigureRecord.Of(figure, measurement));
        facts.Add(FigureFacts.Of(figure, measurement, run));
    }
}
