using Lobsterd.Bench.Runner.Pictures;
using Lobsterd.Cli.Tank;
using Lobsterd.Protocol.Reef;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Tank;

public sealed class TankScreenTests
{
    [Theory]
    [InlineData(80, 24)]
    [InlineData(160, 50)]
    public void the_table_is_as_it_was_approved(int width, int height) => Match("list", TankStage.Model(), width, height);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(160, 50)]
    public void a_tenants_details_are_as_they_were_approved(int width, int height) => Match(
        "details",
        TankStage.Model() with
        {
            Mode = TankMode.Details,
            Selected = "carol",
            Checks = TankStage.Checks,
            Why = TankStage.Why,
            Events = [TankStage.Event("tenant.spawned", "spawned in 120 ms"), TankStage.Event("vm.exited", "the VMM was ended by signal 9", "vm.process.exited")],
            Lines = [new LogBody(null, "stdout", "listening on 8080"), new LogBody(null, "stderr", "\e[2Ja warning")],
        },
        width,
        height);

    [Fact]
    public void help_and_questions_are_as_they_were_approved()
    {
        Match("help", TankStage.Model() with { Mode = TankMode.Help }, 80, 24);
        Match("evict", TankStage.Model() with { Mode = TankMode.Evict, Selected = "bob" }, 80, 24);
        Match("filter", TankStage.Model() with { Mode = TankMode.Filter, Filter = "fail" }, 80, 24);
        Match("empty", new TankModel(), 80, 24);
    }

    [Fact]
    public void a_screen_of_any_size_is_filled_and_never_overrun()
    {
        foreach (var mode in Enum.GetValues<TankMode>())
        {
            for (var width = 1; width < 200; width += 7)
            {
                for (var height = 2; height < 60; height += 5)
                {
                    var lines = TankScreen.Draw(TankStage.Model(70) with { Mode = mode, Selected = "tenant-60", Checks = TankStage.Checks }, width, height);
                    Assert.True(lines.Count == height || height < 5, $"{mode} {width}x{height}: {lines.Count} lines");
                    Assert.All(lines, line => Assert.True(line.Sum(span => span.Text.Length) <= width));
                    Assert.All(lines, line => Assert.DoesNotContain(string.Concat(line.Select(span => span.Text)), char.IsControl));
                }
            }
        }
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(100, 30)]
    [InlineData(160, 50)]
    public void a_terminal_shows_all_that_is_drawn_and_nothing_of_before(int width, int height)
    {
        var terminal = new TerminalScreen(width, height);
        terminal.Write("\e[?7l" + string.Join("\r\n", Enumerable.Repeat(new string('#', width), height)));
        foreach (var model in (TankModel[])[TankStage.Model(70), TankStage.Model(2), TankStage.Model(70) with { Mode = TankMode.Help }])
        {
            terminal.Write(TankTerminal.FrameOf(TankScreen.Draw(model, width, height), hasColour: false));

            Assert.Equal(Text(model, width, height).TrimEnd('\n'), string.Join('\n', terminal.Lines.Select(LineOf)));
        }
    }

    [Fact]
    public void the_selected_tenant_is_always_on_the_screen()
    {
        var text = Text(TankStage.Model(300) with { Selected = "tenant-250" }, 80, 24);

        Assert.Contains("tenant-250", text, StringComparison.Ordinal);
    }

    private static void Match(string name, TankModel model, int width, int height) =>
        Approved.Match($"tests/Unit/Cli/approved/tank-{name}-{width}x{height}.txt", Text(model, width, height));

    private static string LineOf(IReadOnlyList<(int Column, string Text, TerminalStyle Style)> runs) =>
        runs.Aggregate("", (line, run) => line.PadRight(run.Column) + run.Text).TrimEnd();

    private static string Text(TankModel model, int width, int height) =>
        string.Concat(TankScreen.Draw(model, width, height).Select(line => string.Concat(line.Select(span => span.Text)).TrimEnd() + "\n"));
}
