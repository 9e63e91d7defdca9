using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Domain.Errors;
using Perfolizer.Mathematics.OutlierDetection;

namespace Lobsterd.Bench.Pure;

/// <summary>The time of one operation of pure code, as BenchmarkDotNet takes it.</summary>
/// <typeparam name="TBenchmark">A public class with one <c>[Benchmark]</c>.</typeparam>
internal sealed class PureCodeFigure<TBenchmark>(string name, string summary, Bar bar) : IFigure
{
    private const int Iterations = 30;
    private const int IterationMs = 100;

    public Subject Subject { get; } = Subject.Of(name, Machine.Null);

    public string Summary => summary;

    public string Unit => "ns";

    public Bar? Bar => bar;

    public Task<Result<Measurement, LobsterError>> MeasureAsync(Effort effort, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var report = BenchmarkRunner.Run<TBenchmark>(Config(effort)).Reports.SingleOrDefault();
        var samples = report is null ? [] : report.AllMeasurements.Where(IsResult).Select(run => run.Nanoseconds / run.Operations).ToArray();
        return Task.FromResult(samples.Length == 0
            ? new LobsterError(BenchErrors.SampleFailed, $"BenchmarkDotNet took no sample of {typeof(TBenchmark).Name}")
            : Result.Success<Measurement, LobsterError>(Measurement.Of(new SampleSet(samples))));
    }

    private static bool IsResult(BenchmarkDotNet.Reports.Measurement run) => run is { IterationMode: IterationMode.Workload, IterationStage: IterationStage.Result };

    private static ManualConfig Config(Effort effort) => ManualConfig.CreateEmpty()
        .AddLogger(NullLogger.Instance)
        .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "lobsterd-bench"))
        .AddJob(Job.Default
            // In this process: the build is a release build already, and a second one of the same code would only cost time.
            .WithToolchain(new InProcessEmitToolchain(logOutput: false))
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(IterationMs))
            .WithWarmupCount(5)
            // A slow sample is a sample.
            .WithOutlierMode(OutlierMode.DontRemove)
            .WithIterationCount(new SoloPlan(Iterations).At(effort).Samples));
}
