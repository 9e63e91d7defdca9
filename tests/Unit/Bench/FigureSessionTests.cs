using Lobsterd.Bench.Runner.Facts;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Machines;
using Lobsterd.Bench.Runner.Printing;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Domain.Errors;
using Spectre.Console;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

public sealed class FigureSessionTests
{
    internal static readonly RunFacts Run = new(
        "0123456", DateTimeOffset.UnixEpoch, new HostFacts("A CPU", 2, 1_024, "6.1.0", "A system", "tcg", true, ".NET 10"));

    private static readonly Measurement Known = Measurement.Of(new PairedSamples([(1, 2), (1, 2), (2, 3)]));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_record_says_all_that_the_file_wants()
    {
        var session = new FigureSession(Run, Effort.Full);
        await session.TakeAsync(new FixedFigure("edge.added", Known) { Bar = Bar.AtMost(Statistic.Ratio, 1.5) }, new Progress<string>(), Token);

        var record = Assert.Single(session.Records);
        Assert.Equal(("edge.added", "null", 3, 2.0, 3.0, 3.0, "ms"), (record.Name, record.Machine, record.N, record.P50, record.P95, record.P99, record.Unit));
        Assert.Equal((1.0, 2.0, "ratio ≤ 1.5", false), (record.Reference, record.Ratio, record.Bar, record.Holds));
        var facts = Assert.Single(session.Facts);
        Assert.Equal(("0123456", 1.0, true), (facts.Commit, facts.Difference, facts.RatioInterval!.Value.Contains(2)));
        Assert.False(session.IsGood);
    }

    [Fact]
    public async Task what_this_host_cannot_measure_is_no_failure_and_what_fell_over_is()
    {
        var session = new FigureSession(Run, Effort.Full);
        await session.TakeAsync(new FixedFigure("a", new LobsterError(BenchErrors.Lacking, "no KVM here")), new Progress<string>(), Token);
        Assert.True(session.IsGood);

        await session.TakeAsync(new FixedFigure("b", new LobsterError(BenchErrors.SampleFailed, "it fell over")), new Progress<string>(), Token);
        Assert.False(session.IsGood);
        Assert.Equal(2, session.Failures.Count);
    }

    [Fact]
    public void figures_are_found_by_name_by_machine_and_by_room()
    {
        var registry = new FigureRegistry(
        [
            new FixedFigure("edge.throughput", Known), new FixedFigure("edge.added", Known) { Machine = Machine.Qemu },
            new FixedFigure("edge.added", Known), new FixedFigure("edges", Known),
        ]);
        string[] Find(params string[] names) => [.. registry.Find(names).Value.Select(figure => figure.Subject.ToString())];

        Assert.Equal(["edge.added@null", "edge.added@qemu", "edge.throughput@null"], Find("edge", "edge.added"));
        Assert.Equal(["edge.added@qemu"], Find("edge.added@qemu"));
        Assert.Equal(BenchErrors.Unknown, registry.Find(["edge", "ed"]).Error.Code);
        _ = Assert.Throws<ArgumentException>(() => new FigureRegistry([new FixedFigure("a", Known), new FixedFigure("a", Known)]));
    }

    [Fact]
    public async Task the_table_shows_what_was_taken_and_what_was_not()
    {
        var session = new FigureSession(Run, Effort.Full);
        await session.TakeAsync(new FixedFigure("edge.added", Known) { Bar = Bar.AtMost(Statistic.P50, 5) }, new Progress<string>(), Token);
        var table = new FigureTable();
        table.Add(session.Records[0], session.Facts[0]);
        table.Add(Subject.Of("boot", Machine.Kvm), new LobsterError(BenchErrors.Lacking, "no [KVM] here"));
        var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(screen), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 160;

        table.Print(console);

        var rows = screen.ToString().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToArray();
        Assert.Contains("edge.added null 3 2 3 3 ms 1 1 (1 to 1) 2 p50 ≤ 5 ms yes", rows);
        Assert.Contains("boot kvm – – – – – – – – no [KVM] here not here", rows);
    }
}
