using System.Globalization;
using System.Text;
using Lobsterd.Domain.Health;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Architecture;

/// <summary>What <c>docs/operating.md</c> says of checks and repairs is what the code does.</summary>
public sealed class OperatingTests
{
    private const string Page = "docs/operating.md";
    private const string Begin = "<!-- made from HealthChecks by a test: from here -->\n";
    private const string End = "<!-- to here -->\n";

    [Fact]
    public void the_page_says_what_each_check_means_and_what_its_repair_does()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot.Path, Page));
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, $"{Page} has lost its marks");

        Approved.Match(Page, page[..(begin + Begin.Length)] + Tables() + page[end..]);
    }

    [Fact]
    public void every_repair_answers_a_check_and_every_check_that_is_needed_comes_before()
    {
        var all = HealthChecks.OfHost.Concat(HealthChecks.OfTenant).ToList();

        Assert.Equal(HealthRepairs.All.ToHashSet(), all.SelectMany(check => check.Repairs).ToHashSet());
        Assert.Equal(all.Count, all.Select(check => check.Name).Distinct().Count());
        foreach (var checks in (IReadOnlyList<HealthCheck>[])[HealthChecks.OfHost, HealthChecks.OfTenant])
            for (var at = 0; at < checks.Count; at++)
                Assert.All(checks[at].Needs, needed => Assert.Contains(needed, checks.Take(at).Select(check => check.Name)));
        Assert.All(HealthChecks.OfTenant.SelectMany(check => check.NeedsOfHost), needed => Assert.Contains(needed, HealthChecks.OfHost.Select(check => check.Name)));
    }

    [Fact]
    public void of_two_repairs_of_a_check_the_smaller_comes_first() =>
        Assert.All(HealthChecks.OfHost.Concat(HealthChecks.OfTenant), check =>
            Assert.Equal(check.Repairs.OrderBy(HealthRepairs.WeightOf), check.Repairs));

    private static string Tables()
    {
        var text = new StringBuilder();
        Table(text, "What all tenants share", HealthChecks.OfHost);
        Table(text, "A tenant", HealthChecks.OfTenant);
        _ = text.Append("\n### Repairs, the smallest first\n\n| repair | what it does |\n| --- | --- |\n");
        foreach (var repair in HealthRepairs.All) _ = text.Append(CultureInfo.InvariantCulture, $"| `{repair.Name}` | {repair.Does} |\n");
        return text.Append('\n').ToString();
    }

    private static void Table(StringBuilder text, string title, IReadOnlyList<HealthCheck> checks)
    {
        _ = text.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n| check | healthy means | needs | repairs, in their order | when none helps |\n| --- | --- | --- | --- | --- |\n");
        foreach (var check in checks)
            _ = text.Append(
                CultureInfo.InvariantCulture,
                $"| `{check.Name}` | {check.Means} | {string.Join(", ", check.Needs.Concat(check.NeedsOfHost.Select(name => $"{name} of the host")))} | {string.Join(", then ", check.Repairs.Select(repair => $"`{repair.Name}`"))} | {check.Advice} |\n");
    }
}
