using System.CommandLine;
using System.Globalization;
using System.Text;
using Lobsterd.Cli.Commands;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Layout;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Commands;

public sealed class HelpTests
{
    private const string PageHead = """
        # The command line

        What `lobsterd COMMAND --help` says, of every command. This page is made from the code by a test; do not edit it.

        Results go to standard output, progress and errors to standard error: one line and a hint. `--json` is there wherever something is reported. Nothing asks when standard
        input is no terminal. Exit codes tell the kind of an error: 2 wrong input, 3 not found, 4 conflict, 5 host not ready, 1 anything else; `errors.md` lists all of them.

        """;

    private static readonly string Program = RootCommand.ExecutableName;

    public static TheoryData<string> Paths => [.. All(Root(), "").Select(command => command.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task a_commands_help_is_as_approved(string path)
    {
        var help = await HelpOfAsync(path, columns: 80);

        Assert.All(help.Split('\n'), line => Assert.True(line.Length <= 120, line));
        var name = string.Join('-', WordsOf(path).Prepend("help"));
        Approved.Match($"tests/Unit/Cli/approved/{name}.txt", help);
    }

    [Fact]
    public async Task the_page_of_the_command_line_is_its_help()
    {
        var page = new StringBuilder(PageHead);
        foreach (var path in Paths.Select(path => path.Data))
        {
            var lines = (await HelpOfAsync(path, columns: 120)).Split('\n').Select(line => line.TrimEnd());
            _ = page.Append(CultureInfo.InvariantCulture, $"\n## {string.Join(' ', WordsOf(path).Prepend("lobsterd"))}\n\n```text\n{string.Join('\n', lines).TrimEnd()}\n```\n");
        }

        Approved.Match("docs/cli.md", page.ToString());
    }

    [Fact]
    public void every_command_that_does_something_has_an_example() =>
        Assert.Empty(All(Root(), "").Where(entry => entry.Command.Subcommands.Count == 0 && entry.Command is not ExampledCommand { Examples.Count: > 0 }).Select(entry => entry.Path));

    [Fact]
    public void every_option_and_argument_is_described() => Assert.Empty(
        All(Root(), "").SelectMany(entry => entry.Command.Options.Cast<Symbol>().Concat(entry.Command.Arguments).Where(symbol => string.IsNullOrEmpty(symbol.Description)).Select(symbol => $"{entry.Path} {symbol.Name}")));

    private static string[] WordsOf(string path) => path.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<string> HelpOfAsync(string path, int columns)
    {
        var run = await new CliStand(new LobsterdPaths("/nowhere")) { Columns = columns }.RunAsync([.. WordsOf(path), "--help"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run.Out.Replace(Program, "lobsterd", StringComparison.Ordinal);
    }

    private static RootCommand Root() => CommandLine.Build(new CommandWorld(Screen.OfProcess()));

    private static IEnumerable<(string Path, Command Command)> All(Command command, string path) =>
        command.Subcommands.SelectMany(child => All(child, $"{path} {child.Name}".Trim())).Prepend((path, command));
}
