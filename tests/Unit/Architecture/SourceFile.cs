using System.Text.RegularExpressions;

namespace Lobsterd.Tests.Unit.Architecture;

/// <summary>One C# file.</summary>
/// <param name="Path">From the checkout's root on, with slashes.</param>
/// <param name="Lines">Its lines.</param>
internal sealed partial record SourceFile(string Path, IReadOnlyList<string> Lines)
{
    /// <summary>Its name up to the first dot: of <c>AgentClient.Streams.cs</c>, <c>AgentClient</c>.</summary>
    internal string Name => System.IO.Path.GetFileName(Path).Split('.')[0];

    /// <summary>Types that are declared at the left margin, so not within others.</summary>
    internal IReadOnlyList<(bool IsPublic, string Name)> Types { get; } =
        [.. Lines.Select(line => Declaration().Match(line)).Where(found => found.Success).Select(found => (found.Groups["access"].Value == "public", found.Groups["name"].Value))];

    /// <summary>Places where a pattern occurs, comments left out, each as <c>path:line: text</c>.</summary>
    internal IEnumerable<string> Find(Regex pattern) => Lines
        .Select((line, index) => (Text: line, Number: index + 1))
        .Where(line => !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(line.Text))
        .Select(line => $"{Path}:{line.Number}: {line.Text.Trim()}");

    [GeneratedRegex(@"^(?<access>public|internal)\s+((static|sealed|abstract|partial|readonly|unsafe|ref|file)\s+)*(class|struct|interface|enum|record(\s+(class|struct))?|delegate\s.*?(?=\s\w+\())\s+(?<name>\w+)")]
    private static partial Regex Declaration();
}
