using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Tests.Unit.Bench;

/// <summary>A figure whose outcome is known.</summary>
internal sealed record FixedFigure(string Name, Result<Measurement, LobsterError> Outcome) : IFigure
{
    public Machine Machine { get; init; } = Machine.Null;

    public Subject Subject => Subject.Of(Name, Machine);

    public string Summary => "what is known";

    public string Unit { get; init; } = "ms";

    public Bar? Bar { get; init; }

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome);
}
