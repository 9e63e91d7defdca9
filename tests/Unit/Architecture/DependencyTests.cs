using System.Xml.Linq;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Architecture;

/// <summary>The table of <c>docs/architecture.md</c> is what the project files say.</summary>
public sealed class DependencyTests
{
    private static readonly IReadOnlyDictionary<string, string[]> Table = ReadTable();

    public static TheoryData<string> Projects => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void a_project_uses_what_the_table_allows_it(string project)
    {
        var used = References(project).Except(Table[project]);

        Assert.True(!used.Any(), $"{project} may not use {string.Join(", ", used)}");
    }

    [Fact]
    public void every_shipped_project_stands_in_the_table()
    {
        var shipped = new[] { "src", "guest" }
            .SelectMany(room => Directory.GetDirectories(Path.Combine(RepositoryRoot.Path, room), "Lobsterd.*"))
            .Select(folder => Path.GetFileName(folder)["Lobsterd.".Length..]);

        Assert.Equal(Table.Keys.Order(), shipped.Order());
    }

    [Fact]
    public void the_domain_stands_on_nothing() => Assert.Empty(References("Domain"));

    private static IEnumerable<string> References(string project)
    {
        var room = project == "Guest" ? "guest" : "src";
        var file = Path.Combine(RepositoryRoot.Path, room, $"Lobsterd.{project}", $"Lobsterd.{project}.csproj");
        return XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)["Lobsterd.".Length..]);
    }

    private static Dictionary<string, string[]> ReadTable()
    {
        var rows = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "docs", "architecture.md"))
            .SkipWhile(line => !line.Contains("| may use |", StringComparison.Ordinal))
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(cells => (Project: cells[0].Trim('`').Split("Lobsterd.")[^1], MayUse: cells[^1]))
            .ToArray();
        return rows.Select((row, index) => (row.Project, MayUse: row.MayUse switch
        {
            "all below" => rows[(index + 1)..].Select(below => below.Project).ToArray(),
            "nothing" => [],
            _ => row.MayUse.Split(", "),
        })).ToDictionary(row => row.Project, row => row.MayUse);
    }
}
