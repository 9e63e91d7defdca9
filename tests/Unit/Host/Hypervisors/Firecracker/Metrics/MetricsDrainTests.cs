using System.Text;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Firecracker.Metrics;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Firecracker.Metrics;

public sealed class MetricsDrainTests : IAsyncDisposable
{
    private readonly ScratchFolder scratch = new();
    private readonly FakeTimeProvider clock = new();
    private readonly MetricsDrain drain;
    private readonly FileStream vmm;

    public MetricsDrainTests()
    {
        Assert.True(Fifo.Make(scratch["metrics"], 0x180).IsSuccess);
        drain = new MetricsDrain(Fifo.OpenReader(scratch["metrics"]).Value, clock);
        vmm = new FileStream(scratch["metrics"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await drain.DisposeAsync();
        await vmm.DisposeAsync();
        scratch.Dispose();
    }

    [Fact]
    public async Task flushes_are_counts_since_the_one_before_and_are_added_up()
    {
        Assert.Null(drain.Total.Disk);
        await SayAsync(Line(1, 2, 3, 4, 5) + "\n" + Line(10, 20, 30, 40, 50) + "\n");

        Assert.Equal(new VmDisk(11, 22, 33), await DiskAsync(11));
        Assert.Equal(99, drain.Total.Throttles);
    }

    [Fact]
    public async Task a_line_may_come_in_parts()
    {
        var line = Line(7, 0, 0, 0, 0);
        await SayAsync(line[..20]);
        await SayAsync(line[20..] + "\n");

        _ = await DiskAsync(7);
    }

    [Theory]
    [InlineData("no metrics\n")]
    [InlineData("{\"block\":null}\n")]
    [InlineData("{\"block\":{\"read_bytes\":-5}}\n")]
    [InlineData("{\"block\":{\"read_bytes\":99999999999999999999}}\n")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]\n")]
    public async Task what_is_no_line_of_metrics_is_left_out(string said)
    {
        await SayAsync(said + Line(1, 0, 0, 0, 0) + "\n");

        _ = await DiskAsync(1);
    }

    [Fact]
    public async Task a_line_without_an_end_is_left_out_and_the_next_one_is_read()
    {
        var endless = SayAsync("{\"block\":" + new string(' ', 300_000) + "\n" + Line(3, 0, 0, 0, 0) + "\n");

        _ = await DiskAsync(3);
        await endless;
    }

    [Fact]
    public async Task nothing_counts_beyond_what_a_number_holds()
    {
        await SayAsync(Line(ulong.MaxValue, 0, 0, 0, 0) + "\n" + Line(5, 1, 0, 0, 0) + "\n");

        Assert.Equal(new VmDisk(long.MaxValue, 1, 0), await DiskAsync(long.MaxValue, written: 1));
    }

    private static string Line(ulong read, ulong written, ulong flushes, ulong throttled, ulong waited) =>
        $$$"""{"utc_timestamp_ms":1,"api_server":{"sync_response_fails":0},"block":{"flush_count":{{{flushes}}},"rate_limiter_throttled_events":{{{throttled}}},"read_agg":{"min_us":0},"read_bytes":{{{read}}},"write_bytes":{{{written}}}},"net":{"rx_rate_limiter_throttled":{{{waited}}},"tx_rate_limiter_throttled":0}}""";

    private Task SayAsync(string text) => Task.Run(() => vmm.Write(Encoding.UTF8.GetBytes(text)), Stop);

    // Time goes on only as far as the drain waits for it.
    private async Task<VmDisk> DiskAsync(long read, long written = 0)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (drain.Total.Disk is not { } disk || disk.ReadBytes != read || disk.WrittenBytes < written)
        {
            patience.Token.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop);
        }

        return drain.Total.Disk!;
    }
}
