using System.Text.RegularExpressions;
using Xunit;

namespace Lobsterd.Tests.Unit.Architecture;

/// <summary>The kernel is spoken to in one project, and programs are not run where a call does.</summary>
public sealed partial class SystemCallTests
{
    private const string Home = "src/Lobsterd.Linux/";

    // The stand-ins of foreign programs: what they share with the product would hide the product's mistakes.
    private const string Strangers = "tests/standin/Interface/";

    [Fact]
    public void imports_live_in_the_linux_project_alone() => SourceTree.AssertNone(
        SourceTree.All
            .Where(file => !file.Path.StartsWith(Home, StringComparison.Ordinal) && !file.Path.StartsWith(Strangers, StringComparison.Ordinal))
            .SelectMany(file => file.Find(Import())));

    [Fact]
    public void every_import_is_source_generated_and_names_its_man_page() => SourceTree.AssertNone(
        SourceTree.Product.Where(file => file.Path.StartsWith(Home, StringComparison.Ordinal)).SelectMany(Undocumented));

    [Fact]
    public void imports_are_grouped_in_a_class_per_room() => SourceTree.AssertNone(
        SourceTree.Product
            .Where(file => file.Find(Import()).Any() && !(file.Name.EndsWith("Calls", StringComparison.Ordinal) && file.Types.All(type => !type.IsPublic)))
            .Select(file => $"{file.Path}: imports belong into an internal …Calls class"));

    [Fact]
    public void nobody_starts_a_process_but_the_linux_project() => SourceTree.AssertNone(
        SourceTree.All.SelectMany(file => file.Find(DotNetProcess())));

    [Fact]
    public void no_program_is_run_for_what_a_system_call_does() => SourceTree.AssertNone(
        SourceTree.Product
            .Where(file => file.Lines.Any(line => line.Contains("Lobsterd.Linux.Processes", StringComparison.Ordinal)))
            .SelectMany(file => file.Find(ForbiddenProgram())));

    private static IEnumerable<string> Undocumented(SourceFile file)
    {
        for (var line = 0; line < file.Lines.Count; line++)
        {
            if (!Import().IsMatch(file.Lines[line])) continue;
            var isGenerated = file.Lines[line].Contains("[LibraryImport(", StringComparison.Ordinal);
            var comment = file.Lines.Take(line).Reverse().TakeWhile(above => above.TrimStart().StartsWith("///", StringComparison.Ordinal));
            // Imports of libraries other than libc have a header or a page of their own instead.
            var isLibc = file.Lines[line].Contains("\"libc\"", StringComparison.Ordinal);
            if (!isGenerated || !comment.Any(above => !isLibc || ManPage().IsMatch(above))) yield return $"{file.Path}:{line + 1}: {file.Lines[line].Trim()}";
        }
    }

    [GeneratedRegex(@"^\s*\[(LibraryImport|DllImport)\(|\bNativeLibrary\.[LG]")]
    private static partial Regex Import();

    [GeneratedRegex(@"\w\([23]\)")]
    private static partial Regex ManPage();

    [GeneratedRegex(@"\bProcess\.Start\b|\bnew ProcessStartInfo\b|using System\.Diagnostics\.Process")]
    private static partial Regex DotNetProcess();

    [GeneratedRegex("(?<!EntryPoint = )\"([^\" ]*/)?(ip|nft|tc|kill|pkill|killall|iptables|iptables-restore|ip6tables|mount|umount|chown|chmod|cp|rm|mkdir|sh|bash|sysctl|modprobe)\"")]
    private static partial Regex ForbiddenProgram();
}
