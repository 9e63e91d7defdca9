using System.Text.RegularExpressions;
using Xunit;

namespace Lobsterd.Tests.Unit.Architecture;

/// <summary>Files are small, hold what their name says, and finish what they begin.</summary>
public sealed partial class LayoutTests
{
    private const int MostLines = 400;

    [Fact]
    public void no_file_hides_a_second_job() => SourceTree.AssertNone(
        SourceTree.All.Where(file => file.Lines.Count > MostLines).Select(file => $"{file.Path}: {file.Lines.Count} lines, more than {MostLines}"));

    [Fact]
    public void a_file_holds_one_public_type() => SourceTree.AssertNone(
        SourceTree.All
            .Where(file => file.Types.Count(type => type.IsPublic) > 1)
            .Select(file => $"{file.Path}: {string.Join(", ", file.Types.Where(type => type.IsPublic).Select(type => type.Name))}"));

    [Fact]
    public void a_file_is_named_after_its_type() => SourceTree.AssertNone(
        SourceTree.All
            .Where(file => file.Types.Count > 0 && file.Types.OrderByDescending(type => type.IsPublic).First().Name != file.Name && file.Types.All(type => type.Name != file.Name))
            .Select(file => $"{file.Path} holds {file.Types[0].Name}"));

    [Fact]
    public void nothing_is_left_for_later() => SourceTree.AssertNone(SourceTree.All
        .Where(file => file.Name != nameof(LayoutTests))
        .SelectMany(file => file.Lines.Select((line, index) => (Text: line, Where: $"{file.Path}:{index + 1}")))
        .Where(line => Leftover().IsMatch(line.Text))
        .Select(line => $"{line.Where}: {line.Text.Trim()}"));

    [Fact]
    public void a_silenced_warning_says_why_and_is_restored() => SourceTree.AssertNone(SourceTree.All.SelectMany(file =>
    {
        var silenced = file.Find(Silenced()).ToArray();
        var isRestored = file.Find(Restored()).Count() == silenced.Length;
        return silenced.Where(line => !line.Contains("//", StringComparison.Ordinal) || !isRestored);
    }));

    [Fact]
    public void no_room_or_type_is_named_after_nothing() => SourceTree.AssertNone(SourceTree.All
        .Where(file => file.Path.Split('/').Any(part => NoRoom().IsMatch(part)) || file.Types.Any(type => NoName().IsMatch(type.Name)))
        .Select(file => file.Path));

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"^\s*#pragma warning disable")]
    private static partial Regex Silenced();

    [GeneratedRegex(@"^\s*#pragma warning restore")]
    private static partial Regex Restored();

    [GeneratedRegex(@"^(Common|Shared|Models|Utils?|Helpers?|Misc)$")]
    private static partial Regex NoRoom();

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Wrapper)$")]
    private static partial Regex NoName();
}
