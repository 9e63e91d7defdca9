using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>A guest with a kernel of its own whose clock was set wrong gets the host's time, and its VM goes on.</summary>
public sealed class ClockDamageTests(QemuHouse house) : IClassFixture<QemuHouse>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2001-02-03 04:05:06", "slow")]
    [InlineData("2035-02-03 04:05:06", "fast")]
    public async Task a_clock_that_was_set_wrong_is_set_right(string time, string evidence)
    {
        var before = (await house.AliceNowAsync()).Pid;
        await house.ProveAsync(new Finding($"guest's clock {evidence}", "alice", "clock", "clock") { Evidence = evidence }, async () =>
            Assert.Equal(0, (await house.Stand.Reef.ExecAsync("alice", ["date", "-s", time], Stop)).Code));
        Assert.Equal(before, (await house.AliceNowAsync()).Pid);
    }
}
