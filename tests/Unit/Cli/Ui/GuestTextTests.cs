using CsCheck;
using Lobsterd.Cli.Ui;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Ui;

public sealed class GuestTextTests
{
    [Fact]
    public void colours_stay_where_they_are_wanted_and_end_with_the_line()
    {
        Assert.Equal("\e[31mred\e[0m", GuestText.Of("\e[31mred", hasColour: true));
        Assert.Equal("red", GuestText.Of("\e[31mred\e[m", hasColour: false));
    }

    [Theory]
    [InlineData("\e[2J", "\\u{1b}[2J")]
    [InlineData("\e]0;title\a", "\\u{1b}]0;title\\u{7}")]
    [InlineData("over\rwrite", "over\\u{d}write")]
    [InlineData("a\tb", "a\tb")]
    [InlineData("dos line\r", "dos line")]
    public void what_could_take_hold_of_a_terminal_is_spelt_out(string line, string shown) => Assert.Equal(shown, GuestText.Of(line, hasColour: true));

    [Fact]
    public void no_line_smuggles_an_escape() => Gen.String[Gen.Char["\e[]0;31mJx\a\r\t\u202e"], 0, 40].Sample(line =>
        GuestText.Of(line, hasColour: false).All(c => c is '\t' or >= ' ' && c != '\u202e' && c != '\x7f'));
}
