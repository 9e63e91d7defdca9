using CSharpFunctionalExtensions;
using Lobsterd.Bench.Cli;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Crowds;

/// <summary>A host of 500 healthy tenants, the watchdog on: what it costs while nothing happens, and how long a listing takes there.</summary>
/// <param name="CpuPercent">What the service takes of one core over a minute.</param>
/// <param name="Megabytes">The service's proportional memory.</param>
/// <param name="Tank">A listing by the command line, from exec to exit, in ms.</param>
internal sealed record RestRun(SampleSet CpuPercent, SampleSet Megabytes, SampleSet Tank)
{
    private const int Tenants = 500;

    /// <summary>The figures that are read from one such host.</summary>
    internal static IReadOnlyList<IFigure> Figures()
    {
        var run = new SharedRun<RestRun>(TakeAsync);
        var words = $"with {Tenants} healthy tenants at rest and the watchdog on";
        return
        [
            new SharedFigure<RestRun>(run, rest => Measurement.Of(rest.CpuPercent))
            {
                Subject = Subject.Of("rest.cpu", Machine.Null),
                Summary = $"the service's part of one core over a minute, {words}",
                Unit = "%",
                Bar = Bar.AtMost(Statistic.P50, 1),
            },
            new SharedFigure<RestRun>(run, rest => Measurement.Of(rest.Megabytes))
            {
                Subject = Subject.Of("rest.memory", Machine.Null),
                Summary = $"the service's proportional memory, {words}",
                Unit = "MB",
                Bar = Bar.AtMost(Statistic.P50, 150),
            },
            new SharedFigure<RestRun>(run, rest => Measurement.Of(rest.Tank))
            {
                Subject = Subject.Of("cli.tank-crowd", Machine.Null),
                Summary = CliTimeFigure.SummaryOf(CliTimeFigure.Tank, Tenants),
                Unit = "ms",
                Bar = Bar.AtMost(Statistic.P95, 25),
            },
        ];
    }

    private static Task<Result<RestRun, LobsterError>> TakeAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report($"  filling a host with {Tenants} tenants");
        return Crowd.MeasureAsync(Tenants, async stand =>
        {
            await Crowd.RestAsync(stand, cancellationToken);
            IReadOnlyList<int> service = [stand.Service!.Pid];
            var cpu = await ProcessCost.CpuPercentAsync(service, ProcessCost.Minute, cancellationToken);
            var memory = ProcessCost.ProportionalBytes(service) / 1e6;
            return (await CliTimeFigure.TakeAsync(stand, CliTimeFigure.Tank, effort, cancellationToken)).Map(tank => new RestRun(new SampleSet([cpu]), new SampleSet([memory]), tank));
        }, cancellationToken);
    }
}
