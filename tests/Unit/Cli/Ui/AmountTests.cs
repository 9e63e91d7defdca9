using CsCheck;
using Lobsterd.Cli.Ui;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Ui;

public sealed class AmountTests
{
    private static readonly string[] Tails = ["", "iB", "B"];

    [Theory]
    [InlineData("512M", 512L << 20)]
    [InlineData("512MiB", 512L << 20)]
    [InlineData("512mb", 512L << 20)]
    [InlineData("8G", 8L << 30)]
    [InlineData("1GiB", 1L << 30)]
    [InlineData("1.5G", 1_536L << 20)]
    [InlineData("2T", 2L << 40)]
    [InlineData("64K", 64L << 10)]
    [InlineData("256", 256L << 20)]
    [InlineData("1048575", 1_048_575L << 20)]
    [InlineData("1048576", 1L << 20)]
    [InlineData("536870912", 512L << 20)]
    [InlineData("536870912B", 512L << 20)]
    public void a_size_is_read(string text, long bytes) => Assert.Equal(bytes, Amounts.ParseBytes(text));

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("-1G")]
    [InlineData("1X")]
    [InlineData("1GG")]
    [InlineData("1 G")]
    [InlineData("0.0001K")]
    [InlineData("99999999T")]
    [InlineData("1e9")]
    [InlineData("１G")]
    public void what_is_no_size_is_refused(string text) => Assert.Null(Amounts.ParseBytes(text));

    [Fact]
    public void whole_numbers_of_each_unit_come_out_exact() => Gen.Select(Gen.Int[0, 4_096], Gen.Int[0, 3], Gen.Int[0, 2]).Sample((number, unit, tail) =>
        Amounts.ParseBytes($"{number}{"KMGT"[unit]}{Tails[tail]}") == (long)number << (10 * (unit + 1)));

    [Fact]
    public void no_text_breaks_it() => Gen.String.Sample(text => Amounts.ParseBytes(text) is null or >= 0);

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(1_023, "1023B")]
    [InlineData(1_536L << 20, "1.5G")]
    [InlineData(64L << 20, "64M")]
    public void bytes_are_shown_in_the_largest_unit(long bytes, string text) => Assert.Equal(text, Amounts.OfBytes(bytes));

    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(59, "59s")]
    [InlineData(60, "1m")]
    [InlineData(7_200, "2h")]
    [InlineData(200_000, "2d")]
    public void an_age_is_shown_in_its_largest_unit(int seconds, string text) => Assert.Equal(text, Amounts.OfAge(TimeSpan.FromSeconds(seconds)));
}
