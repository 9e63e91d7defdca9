using System.Xml.Linq;
using Lobsterd.Bench.Runner.Pictures;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

/// <summary>A terminal's screen is what a person would see, and its picture shows that.</summary>
public sealed class TerminalScreenTests
{
    [Theory]
    [InlineData("one\r\ntwo", "one|two")]
    [InlineData("old\rnew", "new")]
    [InlineData("0123456789ab", "0123456789|ab")]
    [InlineData("\e[?7l0123456789ab", "012345678b")]
    [InlineData("a\r\nb\r\nc\r\nd", "b|c|d")]
    [InlineData("gone\e[2J\e[Hhere", "here")]
    [InlineData("one\r\ntwo\e[A\e[2G\e[K", "o|two")]
    [InlineData("one\r\ntwo\r\nsix\e[2;2H\e[J", "one|t")]
    [InlineData("0123456789\e[K", "012345678")]
    [InlineData("0123456789\e[J", "012345678")]
    [InlineData("0123456789\bX", "01234567X9")]
    [InlineData("shell\e[?1049h\e[Htank\e[?1049l", "shell")]
    [InlineData("\e[3mslanted\e(B", "slanted")]
    public void what_is_written_is_what_is_seen(string written, string seen)
    {
        var screen = new TerminalScreen(columns: 10, rows: 3);
        screen.Write(written);

        Assert.Equal(seen, string.Join('|', screen.Lines.Select(line => string.Concat(line.Select(run => run.Text)))));
    }

    [Fact]
    public void a_style_holds_until_it_is_changed()
    {
        var screen = new TerminalScreen(columns: 20, rows: 1);
        screen.Write("\e[1;31mred\e[22m\e[92mgreen\e[0mplain\e[7m \e[27m ");

        Assert.Equal(
            [(0, "red", new(1, true, false, false)), (3, "green", new(10, false, false, false)), (8, "plain", default), (13, " ", new(null, false, false, true))],
            Assert.Single(screen.Lines));
    }

    [Fact]
    public void a_sequence_that_comes_in_pieces_is_one()
    {
        var screen = new TerminalScreen(columns: 10, rows: 1);
        foreach (var piece in (string[])["a\e", "[", "3", "1mb"]) screen.Write(piece);

        Assert.Equal([(0, "a", default), (1, "b", new(1, false, false, false))], Assert.Single(screen.Lines));
    }

    [Fact]
    public void the_picture_has_every_run_at_its_place()
    {
        var screen = new TerminalScreen(columns: 20, rows: 4);
        screen.Write("a <b> & c\r\n\e[7mchosen\e[0m");

        XNamespace svg = "http://www.w3.org/2000/svg";
        var picture = XDocument.Parse(TerminalPicture.Draw(screen)).Root!;
        Assert.Equal(["a <b> & c", "chosen"], picture.Elements(svg + "text").Select(text => text.Value));
        Assert.Equal(["16.0", "16.0"], picture.Elements(svg + "text").Select(text => text.Attribute("x")!.Value));
        Assert.Equal(2, picture.Elements(svg + "rect").Count());
    }
}
