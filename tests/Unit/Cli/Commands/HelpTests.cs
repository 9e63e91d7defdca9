using System.CommandLine;
using Lobsterd.Cli.Commands;
using Lobsterd.Cli.Ui;
using Lobsterd.Domain.Layout;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Commands;

public sealed class HelpTests
{
    private static readonly string Program = RootCommand.ExecutableName;

    public static TheoryData<string> Paths => [.. All(Root(), "").Select(command => command.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task a_commands_help_is_as_approved(string path)
    {
        var run = await new CliStand(new LobsterdPaths("/nowhere")) { Columns = 80 }.RunAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.All(run.Out.Split('\n'), line => Assert.True(line.Length <= 120, line));
        var name = string.Join('-', path.Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend("help"));
        Approved.Match($"tests/Unit/Cli/approved/{name}.txt", run.Out.Replace(Program, "lobsterd", StringComparison.Ordinal));
    }

    [Fact]
    public void every_command_that_does_something_has_an_example() =>
        Assert.Empty(All(Root(), "").Where(entry => entry.Command.Subcommands.Count == 0 && entry.Command is not ExampledCommand { Examples.Count: > 0 }).Select(entry => entry.Path));

    [Fact]
    public void every_option_and_argument_is_described() => Assert.Empty(
        All(Root(), "").SelectMany(entry => entry.Command.Options.Cast<Symbol>().Concat(entry.Command.Arguments).Where(symbol => string.IsNullOrEmpty(symbol.Description)).Select(symbol => $"{entry.Path} {symbol.Name}")));

    private static RootCommand Root() => CommandLine.Build(new CommandWorld(Screen.OfProcess()));

    private static IEnumerable<(string Path, Command Command)> All(Command command, string path) =>
        command.Subcommands.SelectMany(child => All(child, $"{path} {child.Name}".Trim())).Prepend((path, command));
}
