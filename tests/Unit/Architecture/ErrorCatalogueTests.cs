using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Architecture;

/// <summary>Every way to fail has one name, one home and one line in <c>docs/errors.md</c>.</summary>
public sealed partial class ErrorCatalogueTests
{
    private static readonly IReadOnlyList<(FieldInfo Field, ErrorCode Code)> Catalogue =
    [
        .. ShippedAssemblies.Types
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType == typeof(ErrorCode))
            .Select(field => (field, (ErrorCode)field.GetValue(null)!))
            .OrderBy(entry => entry.Item2.Name, StringComparer.Ordinal),
    ];

    [Fact]
    public void a_name_is_given_once() => SourceTree.AssertNone(Catalogue
        .GroupBy(entry => entry.Code.Name)
        .Where(group => group.Count() > 1)
        .Select(group => $"{group.Key}: {string.Join(", ", group.Select(entry => entry.Field.DeclaringType!.Name))}"));

    [Fact]
    public void a_name_is_room_act_and_reason() => SourceTree.AssertNone(Catalogue.Select(entry => entry.Code.Name).Where(name => !Shape().IsMatch(name)));

    [Fact]
    public void codes_live_in_catalogues_alone()
    {
        SourceTree.AssertNone(Catalogue.Where(entry => !entry.Field.DeclaringType!.Name.EndsWith("Errors", StringComparison.Ordinal)).Select(entry => entry.Code.Name));
        SourceTree.AssertNone(SourceTree.Product.Where(file => !file.Name.EndsWith("Errors", StringComparison.Ordinal)).SelectMany(file => file.Find(Made())));
    }

    [Fact]
    public void a_code_that_a_member_promises_exists()
    {
        var known = Catalogue.Select(entry => entry.Code.Name).ToHashSet();

        SourceTree.AssertNone(SourceTree.Product.SelectMany(file => file.Lines
            .Select(line => Promised().Match(line))
            .Where(found => found.Success && !known.Contains(found.Groups["code"].Value))
            .Select(found => $"{file.Path}: {found.Groups["code"].Value}")));
    }

    [Fact]
    public void a_code_is_promised_by_some_member()
    {
        var promised = SourceTree.Product.SelectMany(file => file.Lines).Select(line => Promised().Match(line).Groups["code"].Value).ToHashSet();

        SourceTree.AssertNone(Catalogue.Where(entry => !promised.Contains(entry.Code.Name)).Select(entry => entry.Code.Name));
    }

    [Fact]
    public void a_finer_status_belongs_to_a_code() => Assert.Subset(
        Catalogue.Select(entry => entry.Code.Name).ToHashSet(), ProblemKinds.FinerStatuses.Keys.ToHashSet());

    [Fact]
    public void the_document_lists_them_all()
    {
        var meanings = Meanings();
        var document = new StringBuilder(
            """
            # Errors

            Every way in which lobsterd can fail, by its name. Programs decide by the name alone; it is never changed. The kind decides the HTTP status of
            the API's problem and the exit code of the command line. This page is made from the code by a test; do not edit it.

            | name | kind | HTTP | exit | what it means |
            | --- | --- | --- | --- | --- |

            """);
        foreach (var (field, code) in Catalogue)
        {
            var (usual, exit) = Outcome(code.Kind);
            var status = ProblemKinds.FinerStatuses.GetValueOrDefault(code.Name, usual);
            _ = document.Append(CultureInfo.InvariantCulture, $"| `{code.Name}` | {code.Kind} | {status} | {exit} | {meanings[$"F:{field.DeclaringType!.FullName}.{field.Name}"]} |\n");
        }

        Approved.Match("docs/errors.md", document.ToString());
    }

    /// <summary>As <see cref="ErrorKind"/> documents it.</summary>
    private static (int Status, int Exit) Outcome(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => (400, 2),
        ErrorKind.NotFound => (404, 3),
        ErrorKind.Conflict => (409, 4),
        ErrorKind.Exhausted => (507, 5),
        ErrorKind.NotReady => (503, 5),
        ErrorKind.Unavailable => (503, 1),
        ErrorKind.Forbidden => (403, 1),
        ErrorKind.Bug => (500, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static Dictionary<string, string> Meanings() => ShippedAssemblies.All
        .SelectMany(assembly => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        .Where(member => member.Attribute("name")!.Value.StartsWith("F:", StringComparison.Ordinal) && member.Element("summary") is not null)
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value, member => InWords(member.Element("summary")!));

    private static string InWords(XElement summary)
    {
        var words = string.Concat(summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement element => element.Attribute("cref")?.Value.Split('.')[^1] ?? element.Value,
            _ => "",
        }));
        return Spaces().Replace(words, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^[a-z]+(\.[a-z-]+)+\z")]
    private static partial Regex Shape();

    [GeneratedRegex(@"new ErrorCode\(|new\(""[a-z]+(\.[a-z-]+)+"", ErrorKind\.")]
    private static partial Regex Made();

    [GeneratedRegex(@"<error code=""(?<code>[^""]*)""")]
    private static partial Regex Promised();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
