using CsCheck;
using Lobsterd.Host.Agent;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Agent;

public sealed class GuestTextTests
{
    [Theory]
    [InlineData("plain – ünïcödé 🦞", "\"plain – ünïcödé 🦞\"")]
    [InlineData("\u001b[31m", "\"\\u{1b}[31m\"")]
    [InlineData("a\nb", "\"a\\u{a}b\"")]
    [InlineData("\u202e\u200b\ufeff", "\"\\u{202e}\\u{200b}\\u{feff}\"")]
    [InlineData("say \"hi\" \\", "\"say \\u{22}hi\\u{22} \\u{5c}\"")]
    public void what_a_terminal_would_obey_is_spelt_out(string text, string quoted) => Assert.Equal(quoted, GuestText.Quote(text));

    [Fact]
    public void any_text_becomes_a_bounded_line_of_plain_characters() => Gen.String.Sample(text =>
    {
        var quoted = GuestText.Quote(text + text);
        return quoted.Length <= (GuestText.MostCharacters * 10) + 3
            && !quoted.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')
            && quoted.IndexOf('"', 1) == quoted.Length - 1;
    });
}
