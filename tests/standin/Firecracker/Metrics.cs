using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Lobsterd.Standin.Firecracker.Vm;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker;

/// <summary>The metrics: a line for each flush, counters since the flush before. What no machine here measures stays zero.</summary>
internal sealed class Metrics
{
    private static readonly string[] Net = ["rx_bytes_count", "tx_bytes_count", "rx_packets_count", "tx_packets_count", "rx_count", "tx_count", "rx_fails", "tx_fails"];
    private static readonly string[] Block = ["read_bytes", "write_bytes", "read_count", "write_count", "flush_count", "execute_fails"];

    private readonly Dictionary<string, (int Count, int Fails)> requests = new(StringComparer.Ordinal);
    private long target = -1;
    private BlockCounts told;

    internal bool IsOpen => target >= 0;

    internal List<string> Devices { get; } = [];

    internal string? TryOpen(string path)
    {
        var opened = OutputFile.Open(path);
        if (opened < 0) return IoText.Last;
        target = opened;
        return null;
    }

    internal void Count(string method, bool failed)
    {
        var known = requests.GetValueOrDefault(method);
        requests[method] = (known.Count + 1, known.Fails + (failed ? 1 : 0));
    }

    /// <summary>Writes a line.</summary>
    /// <param name="blocks">What its disks have done so far; null when nobody asked.</param>
    internal void Flush(BlockCounts? blocks = null)
    {
        if (!IsOpen) return;
        var line = new JsonObject
        {
            ["utc_timestamp_ms"] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(),
            ["api_server"] = Zeros("process_startup_time_us", "process_startup_time_cpu_us", "sync_response_fails"),
            ["block"] = Zeros(Block),
            ["net"] = Zeros(Net),
            ["vcpu"] = Zeros("exit_io_in", "exit_io_out", "exit_mmio_read", "exit_mmio_write", "failures"),
            ["vmm"] = Zeros("panic_count"),
            ["seccomp"] = Zeros("num_faults"),
            ["signals"] = Zeros("sigbus", "sigsegv", "sigxfsz", "sigxcpu", "sigpipe", "sighup", "sigill"),
            ["logger"] = Zeros("missed_metrics_count", "metrics_fails", "missed_log_count", "log_fails"),
        };
        if (blocks is { } now) Put(line["block"]!.AsObject(), now - told);
        told = blocks ?? told;
        foreach (var (method, (count, fails)) in requests.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            line[method.ToLower(CultureInfo.InvariantCulture) + "_api_requests"] = new JsonObject { ["count"] = count, ["fails"] = fails };
        foreach (var device in Devices) line[device] = Zeros(device.StartsWith("net_", StringComparison.Ordinal) ? Net : Block);
        requests.Clear();
        _ = Kernel.Write(target, Encoding.UTF8.GetBytes(JsonText.Of(line) + "\n"));
    }

    private static void Put(JsonObject group, BlockCounts counts) =>
        (group["read_bytes"], group["write_bytes"], group["flush_count"]) = (counts.ReadBytes, counts.WrittenBytes, counts.Flushes);

    private static JsonObject Zeros(params string[] names)
    {
        var group = new JsonObject();
        foreach (var name in names) group[name] = 0;
        return group;
    }
}
