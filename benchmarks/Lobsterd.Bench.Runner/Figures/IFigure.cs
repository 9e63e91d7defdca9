using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Runner.Figures;

/// <summary>One number that we keep an eye on.</summary>
public interface IFigure
{
    /// <summary>Its name and machine.</summary>
    Subject Subject { get; }

    /// <summary>One sentence for people: what is timed, and against what.</summary>
    string Summary { get; }

    /// <summary>The unit of its samples, e.g. <c>ms</c>, <c>ns</c>, <c>1/s</c>, <c>MiB</c>.</summary>
    string Unit { get; }

    /// <summary>What it promises; null while there is nothing to promise.</summary>
    Bar? Bar { get; }

    /// <summary>Whether a first look at everything takes it, too: neither a machine that boots nor a host full of tenants is needed for it.</summary>
    bool IsBrief => Subject.Machine == Machine.Null;

    /// <summary>Takes its samples.</summary>
    /// <param name="effort">How many.</param>
    /// <param name="progress">Told a line now and then.</param>
    /// <param name="cancellationToken">Ends the run; whatever was made for it is removed.</param>
    /// <error code="bench.host.lacking">This host cannot take the figure; that is no failure of it.</error>
    Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken);
}
