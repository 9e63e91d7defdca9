using Lobsterd.Host.Storage;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Storage;

public sealed class MemoryPressureTests
{
    [Fact]
    public async Task a_kernel_that_does_not_tell_is_said_to_and_never_fires()
    {
        using var pressure = new MemoryPressure("/proc/no-such-pressure");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        Assert.Contains("tells no pressure", pressure.Source, StringComparison.Ordinal);
        var waiting = pressure.WaitAsync(stop.Token);
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
