using CSharpFunctionalExtensions;
using Lobsterd.Bench.Pictures;
using Lobsterd.Bench.Runner.Facts;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Printing;
using Lobsterd.Bench.Runner.Results;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Spectre.Console;

namespace Lobsterd.Bench;

/// <summary>What <c>./bench</c> does.</summary>
internal static class BenchCommand
{
    private const string Usage = """
        ./bench                    takes every figure and keeps it in artifacts/bench.json
        ./bench NAME…              takes some: a figure, figure@machine, or a room
        ./bench quick              a first look at what neither boots a machine nor fills a host: a fifth of the samples, and nothing is kept
        ./bench quick NAME…        the same of these
        ./bench draw               draws where time goes into docs/pictures/where-time-goes.svg
        ./bench screens            takes pictures of tank and molt into docs/pictures
        ./bench list               names every figure
        ./bench compare A B        holds two files of records against each other
        """;

    private static string Pictures => Path.Combine("docs", "pictures");

    private static BenchFile Kept => new(Path.Combine("artifacts", "bench.json"));

    /// <summary>Runs it.</summary>
    /// <returns>0 when every promise was kept, 1 when one was broken or a figure failed, 2 for bad usage, 3 for an unknown figure.</returns>
    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken) => args switch
    {
        ["list"] => List(),
        ["draw"] => Told(await new DrawCommand(Facts()).RunAsync(Path.Combine(Pictures, "where-time-goes.svg"), cancellationToken)),
        ["screens"] => Told(await new ScreensCommand(Pictures).RunAsync(cancellationToken).Tap(paths => Console.WriteLine(string.Join('\n', paths)))),
        ["compare", var before, var after] => Compare(before, after),
        ["compare", ..] or ["-h" or "--help", ..] => Help(args[0] is "compare" ? 2 : 0),
        ["quick", .. var names] => await TakeAsync(names, Effort.Quick, cancellationToken),
        _ => await TakeAsync(args, Effort.Full, cancellationToken),
    };

    private static int Help(int code)
    {
        Console.WriteLine(Usage);
        return code;
    }

    private static int List()
    {
        foreach (var figure in Figures.All().All)
            Console.WriteLine($"{figure.Subject,-32} {figure.Bar?.InWords(figure.Unit) ?? "",-24} {figure.Summary}");
        return 0;
    }

    private static int Compare(string before, string after)
    {
        if (new BenchFile(before).Read().TryGetError(out var error, out var older)) return Tell(error);
        if (new BenchFile(after).Read().TryGetError(out error, out var newer)) return Tell(error);

        var changes = Comparison.Of(older, newer);
        ComparisonTable.Print(AnsiConsole.Console, changes);
        return changes.Any(change => change.IsBroken) ? 1 : 0;
    }

    private static RunFacts Facts() =>
        new(Environment.GetEnvironmentVariable("LOBSTERD_BENCH_COMMIT") ?? "unknown", TimeProvider.System.GetUtcNow(), new HostFactsReader("/").Read());

    private static int Told(UnitResult<LobsterError> outcome) => outcome.TryGetError(out var error) ? Tell(error) : 0;

    private static async Task<int> TakeAsync(string[] names, Effort effort, CancellationToken cancellationToken)
    {
        var registry = Figures.All();
        if (registry.Find(names).TryGetError(out var unknown, out var named)) return Tell(unknown);

        var run = Facts();
        var session = new FigureSession(run, effort);
        // Progress<T> would report from the pool while a figure is taken.
        var progress = new ImmediateProgress(Console.Error.WriteLine);
        foreach (var figure in names.Length > 0 ? named : registry.All.Where(figure => effort is Effort.Full || figure.IsBrief))
        {
            await QuietHost.AwaitAsync(progress, cancellationToken);
            await session.TakeAsync(figure, progress, cancellationToken);
            // Each as soon as it is there: a run that is broken off has not been for nothing.
            if (effort is Effort.Full && Kept.Merge(session.Records, session.Facts).TryGetError(out var error)) return Tell(error);
        }

        Print(run, session);
        return session.IsGood ? 0 : 1;
    }

    private static void Print(RunFacts run, FigureSession session)
    {
        var table = new FigureTable();
        foreach (var (record, facts) in session.Records.Zip(session.Facts)) table.Add(record, facts);
        foreach (var (subject, error) in session.Failures) table.Add(subject, error);
        // A pipe has no width; a row is never broken there.
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 240;
        table.Print(AnsiConsole.Console);

        var host = run.Host;
        Console.WriteLine(
            $"commit {run.Commit}; {host.Cpu}, {host.Cpus} CPUs, {host.MemoryMib} MiB, Linux {host.Kernel}, {host.System}, VMs by {host.Hypervisor}{(host.IsVirtual ? ", itself virtual" : "")}, {host.Runtime}");
    }

    private static int Tell(LobsterError error)
    {
        Console.Error.WriteLine(error.FullMessage);
        if (error.NearestHint is { } hint) Console.Error.WriteLine(hint);
        return error.Code.Kind is ErrorKind.NotFound ? 3 : 1;
    }

    private sealed class ImmediateProgress(Action<string> report) : IProgress<string>
    {
        public void Report(string value) => report(value);
    }
}
