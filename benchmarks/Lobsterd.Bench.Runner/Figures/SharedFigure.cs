using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Runner.Figures;

/// <summary>A figure that is read from a run which others are read from, too.</summary>
/// <typeparam name="T">What the run gives.</typeparam>
/// <param name="run">The run.</param>
/// <param name="read">Finds this figure in it.</param>
public sealed class SharedFigure<T>(SharedRun<T> run, Func<T, Measurement> read) : IFigure
{
    /// <inheritdoc/>
    public required Subject Subject { get; init; }

    /// <inheritdoc/>
    public required string Summary { get; init; }

    /// <inheritdoc/>
    public required string Unit { get; init; }

    /// <inheritdoc/>
    public required Bar? Bar { get; init; }

    /// <inheritdoc/>
    public bool IsBrief => false;

    /// <inheritdoc/>
    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        run.TakeAsync(effort, progress, cancellationToken).Map(read);
}
