using Lobsterd.Bench.Runner.Facts;
using Xunit;

namespace Lobsterd.Tests.Unit.Bench;

public sealed class HostLoadTests
{
    [Fact]
    public void what_waits_for_a_disk_rests_and_what_the_hypervisor_takes_away_does_not()
    {
        var then = HostLoad.Parse("cpu  10 0 10 100 20 0 0 0 0 0")!.Value;
        var now = HostLoad.Parse("cpu  11 0 11 140 70 1 1 6 0 0")!.Value;

        Assert.Equal(new HostLoad(20, 140), then);
        Assert.Equal(0.1, now.ShareSince(then));
        Assert.Equal(1, then.ShareSince(then));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("cpu0 1 2 3 4 5 6 7 8")]
    [InlineData("cpu  1 2 3")]
    [InlineData("cpu  1 2 3 x 5 6 7 8")]
    public void what_is_no_such_line_is_none(string? line) => Assert.Null(HostLoad.Parse(line));
}
