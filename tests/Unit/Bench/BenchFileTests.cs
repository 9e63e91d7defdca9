using System.Text.Json;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Results;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

public sealed class BenchFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lobsterd-bench-");

    private string FilePath => Path.Combine(folder.FullName, "artifacts", "bench.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void taking_some_figures_again_replaces_those_alone()
    {
        var file = new BenchFile(FilePath);

        Assert.True(file.Merge([Record("b", 1), Record("a", 2), Record("b", 3, "qemu")], [Facts("b", "old"), Facts("a", "old")]).IsSuccess);
        Assert.True(file.Merge([Record("b", 9), Record("c", 4)], [Facts("b", "new")]).IsSuccess);

        Assert.Equal(
            [("a", "null", 2.0), ("b", "null", 9.0), ("b", "qemu", 3.0), ("c", "null", 4.0)],
            file.Read().Value.Select(record => (record.Name, record.Machine, record.P50)));
        Assert.Equal([("a", "old"), ("b", "new")], file.ReadFacts().Value.Select(facts => (facts.Name, facts.Commit)));
    }

    [Fact]
    public void an_entry_has_exactly_the_members_that_are_promised()
    {
        Assert.True(new BenchFile(FilePath).Merge([Record("a", 2)], []).IsSuccess);

        using var written = JsonDocument.Parse(File.ReadAllText(FilePath));
        Assert.Equal(
            ["name", "machine", "n", "p50", "p95", "p99", "unit", "reference", "ratio", "bar", "holds"],
            written.RootElement[0].EnumerateObject().Select(member => member.Name));
        Assert.Contains("p50 ≤ 5 ms", File.ReadAllText(FilePath), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""[{"name":"a"}]""")]
    [InlineData("""[{"name":"a","machine":"null","n":1,"p50":1,"p95":1,"p99":1,"unit":"ms","reference":null,"ratio":null,"bar":null,"holds":null,"more":1}]""")]
    public void a_damaged_file_is_told_and_stays_as_it_is(string text)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, text);

        Assert.Equal(BenchErrors.FileDamaged, new BenchFile(FilePath).Merge([Record("a", 1)], []).Error.Code);
        Assert.Equal(text, File.ReadAllText(FilePath));
    }

    [Fact]
    public void two_files_are_held_against_each_other()
    {
        var changes = Comparison.Of([Record("a", 2), Record("b", 4), Record("c", 1)], [Record("a", 3), Record("c", 9), Record("d", 1)]);

        Assert.Equal(["a", "b", "c", "d"], changes.Select(change => change.Known.Name));
        Assert.Equal([1.5, null, 9, null], changes.Select(change => change.Factor));
        Assert.Equal([false, false, true, false], changes.Select(change => change.IsBroken));
    }

    private static FigureRecord Record(string name, double p50, string machine = "null") =>
        new() { Name = name, Machine = machine, N = 1, P50 = p50, P95 = p50, P99 = p50, Unit = "ms", Bar = "p50 ≤ 5 ms", Holds = p50 <= 5 };

    private static FigureFacts Facts(string name, string commit) =>
        new() { Name = name, Machine = "null", Commit = commit, TakenAt = DateTimeOffset.UnixEpoch, Host = FigureSessionTests.Run.Host };
}
