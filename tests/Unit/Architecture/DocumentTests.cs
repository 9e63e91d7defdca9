using System.Text.RegularExpressions;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Architecture;

/// <summary>Documents point to what is there, and have the form that they promise.</summary>
public sealed partial class DocumentTests
{
    private const string Decisions = "docs/decisions/";

    private static readonly string[] ChangelogParts = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

    private static readonly IReadOnlyList<SourceFile> Pages =
    [
        .. Directory.EnumerateFiles(RepositoryRoot.Path, "*.md", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file))
            .Where(path => !path.Split('/').Any(part => part is "obj" or "bin" or "artifacts" || part.StartsWith('.')))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllLines(Path.Combine(RepositoryRoot.Path, path)))),
    ];

    [Fact]
    public void every_relative_link_leads_somewhere() => SourceTree.AssertNone(
        from page in Pages
        from line in page.Lines
        from Match link in Link().Matches(line)
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        where !Leads(page, target)
        select $"{page.Path}: {target}");

    [Fact]
    public void every_page_that_code_or_prose_names_is_there() => SourceTree.AssertNone(
        from file in SourceTree.All.Concat(Pages)
        from line in file.Lines
        from Match name in PageName().Matches(line)
        where !Path.Exists(Path.Combine(RepositoryRoot.Path, name.Value))
        select $"{file.Path}: {name.Value}");

    [Fact]
    public void a_decision_has_a_number_a_question_a_choice_and_an_end() => SourceTree.AssertNone(
        from page in Pages
        where page.Path.StartsWith(Decisions, StringComparison.Ordinal)
        let number = Path.GetFileName(page.Path)[..4]
        from fault in new (string What, bool Holds)[]
        {
            ("a file name of four digits and words", DecisionFile().IsMatch(Path.GetFileName(page.Path))),
            ("a heading with its number", page.Lines[0].StartsWith($"# {number}: ", StringComparison.Ordinal)),
            ("**Question.**", page.Lines.Any(line => line.StartsWith("**Question.**", StringComparison.Ordinal))),
            ("**Choice.**", page.Lines.Any(line => line.StartsWith("**Choice.**", StringComparison.Ordinal))),
            ("**What would change it.**", page.Lines.Any(line => line.StartsWith("**What would change it.**", StringComparison.Ordinal))),
            ("a number of its own", Pages.Count(other => other.Path.StartsWith(Decisions + number, StringComparison.Ordinal)) == 1),
        }
        where !fault.Holds
        select $"{page.Path} has not: {fault.What}");

    [Fact]
    public void a_promise_has_a_figure() => SourceTree.AssertNone(
        from line in Pages.Single(page => page.Path == "docs/promises.md").Lines
        let figure = Promise().Match(line)
        where figure.Success
        where !SourceTree.All.Any(file => file.Path.StartsWith("benchmarks/Lobsterd.Bench/", StringComparison.Ordinal)
            && file.Lines.Any(code => code.Contains(InCode(figure.Groups["name"].Value), StringComparison.Ordinal)))
        select figure.Groups["name"].Value);

    // A spawn time is made by a door of its own, which adds the word.
    private static string InCode(string figure) =>
        figure.StartsWith("spawn.", StringComparison.Ordinal) ? $"SpawnTime(\"{figure["spawn.".Length..]}\"," : $"\"{figure}\"";

    [Fact]
    public void the_changelog_has_its_headings_in_their_order()
    {
        var headings = Pages.Single(page => page.Path == "CHANGELOG.md").Lines.Where(line => line.StartsWith('#')).ToList();

        Assert.Equal("# Changelog", headings[0]);
        Assert.Equal("## [Unreleased]", headings[1]);
        var versions = headings.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Skip(1).ToList();
        Assert.All(versions, heading => Assert.Matches(Release(), heading));
        Assert.Equal(versions.Select(VersionOf).OrderDescending(), versions.Select(VersionOf));
        foreach (var release in Parts(headings))
            Assert.Equal(ChangelogParts.Where(release.Contains), release);
    }

    private static bool Leads(SourceFile page, string target)
    {
        var (file, anchor) = target.Split('#') is [var name, var part] ? (name, part) : (target, null);
        var path = file.Length == 0 ? page.Path : Path.Combine(Path.GetDirectoryName(page.Path)!, file);
        var whole = Path.GetFullPath(Path.Combine(RepositoryRoot.Path, path));
        return Path.Exists(whole) && (anchor is null || File.ReadLines(whole).Any(line => line.StartsWith('#') && AnchorOf(line) == anchor));
    }

    private static string AnchorOf(string heading) =>
        string.Concat(heading.TrimStart('#').Trim().ToLowerInvariant().Replace(' ', '-').Where(c => char.IsLetterOrDigit(c) || c is '-' or '_'));

    private static Version VersionOf(string heading) => Version.Parse(Release().Match(heading).Groups["version"].Value);

    private static IEnumerable<List<string>> Parts(List<string> headings)
    {
        List<string>? parts = null;
        foreach (var heading in headings.Skip(1))
        {
            if (heading.StartsWith("## ", StringComparison.Ordinal))
            {
                if (parts is not null) yield return parts;
                parts = [];
            }
            else parts!.Add(heading[4..]);
        }

        yield return parts!;
    }

    [GeneratedRegex(@"\]\((?<target>[^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w/.-])docs/[\w/.-]*\w")]
    private static partial Regex PageName();

    [GeneratedRegex(@"^\| `(?<name>[a-z.-]+)` \|")]
    private static partial Regex Promise();

    [GeneratedRegex(@"^\d{4}(-[a-z0-9]+)+\.md\z")]
    private static partial Regex DecisionFile();

    [GeneratedRegex(@"^## \[(?<version>\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}\z")]
    private static partial Regex Release();
}
