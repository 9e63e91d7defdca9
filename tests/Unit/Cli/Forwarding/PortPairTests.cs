using Lobsterd.Cli.Forwarding;
using Lobsterd.Cli.Ui;
using Xunit;

namespace Lobsterd.Tests.Unit.Cli.Forwarding;

public sealed class PortPairTests
{
    [Fact]
    public void a_pair_is_two_ports_or_one_for_both() =>
        Assert.Equal([new PortPair(8080, 80), new PortPair(0, 9229), new PortPair(5432, 5432)], PortPair.ParseAll(["8080:80", "0:9229", "5432"]).Value);

    [Theory]
    [InlineData("0")]
    [InlineData("80:0")]
    [InlineData("80:")]
    [InlineData(":80")]
    [InlineData("1:2:3")]
    [InlineData("65536:1")]
    [InlineData("-1:1")]
    [InlineData("a:b")]
    public void anything_else_is_refused(string text) => Assert.Equal(UsageErrors.ArgumentsInvalid, PortPair.ParseAll([text]).Error.Code);

    [Fact]
    public void a_port_is_led_to_one_place_and_there_are_not_too_many()
    {
        Assert.Equal(UsageErrors.ArgumentsInvalid, PortPair.ParseAll(["80:1", "80:2"]).Error.Code);
        Assert.Equal(UsageErrors.ArgumentsInvalid, PortPair.ParseAll([.. Enumerable.Repeat("0:80", 17)]).Error.Code);
    }
}
