using Lobsterd.Linux.Clocks;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Clocks;

public sealed class TimestampCounterTests(ITestOutputHelper output)
{
    [Fact]
    public async Task its_rate_is_that_of_a_cpu_and_the_same_twice()
    {
        var first = (await TimestampCounter.MeasureKilohertzAsync(TimeProvider.System, TestContext.Current.CancellationToken)).Value;
        var second = (await TimestampCounter.MeasureKilohertzAsync(TimeProvider.System, TestContext.Current.CancellationToken)).Value;

        output.WriteLine($"{first} and {second} kHz");
        Assert.InRange(first, 500_000, 10_000_000);
        Assert.InRange((double)second / first, 0.999, 1.001);
    }
}
