using System.Text;
using CsCheck;
using Lobsterd.Domain.Errors;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Errors;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("plain – ünïcödé 🦞 \"quoted\"", "plain – ünïcödé 🦞 \"quoted\"")]
    [InlineData("\u001b[31m", "\\u{1b}[31m")]
    [InlineData("a\nb\tc\0", "a\\u{a}b\\u{9}c\\u{0}")]
    [InlineData("\u202e\u2066\u200b\ufeff\u00ad", "\\u{202e}\\u{2066}\\u{200b}\\u{feff}\\u{ad}")]
    [InlineData("\ue000\u2028", "\\u{e000}\\u{2028}")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklmnopqrstuvwxyz012345…")]
    public void what_a_terminal_would_obey_is_spelt_out(string text, string shown) => Assert.Equal(shown, PlainText.Of(text, 32));

    [Fact]
    public void half_of_a_surrogate_pair_is_shown_as_what_it_is_not() => Assert.Equal("a\ufffdb", PlainText.Of("a\ud800b", 32));

    [Fact]
    public void any_text_becomes_bounded_and_plain() => Gen.Select(Gen.String, Gen.Int[1, 80]).Sample((text, most) =>
    {
        var shown = PlainText.Of(text + "\ud83e" + text, most);
        return shown.EnumerateRunes().Count() <= (most * 10) + 1
            && !shown.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069));
    });

    [Fact]
    public void further_characters_are_spelt_where_they_would_end_a_quotation() => Assert.Equal("say \\u{22}hi\\u{22}", PlainText.Of("say \"hi\"", 32, "\""));
}
