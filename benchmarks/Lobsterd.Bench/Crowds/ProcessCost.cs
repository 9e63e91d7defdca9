using System.Globalization;
using System.Text.Json;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Crowds;

/// <summary>What processes cost a host.</summary>
internal static class ProcessCost
{
    private const double BytesPerKib = 1_024;

    /// <summary>How long a host at rest is looked at.</summary>
    internal static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The service and the edge that it keeps up.</summary>
    internal static IReadOnlyList<int> OfBoth(ServiceStand stand) => [stand.Service!.Pid, EdgeOf(stand.Paths.Run)];

    /// <summary>The edge of a root, by the mark that the service keeps of it.</summary>
    /// <param name="run">The root's <c>run/lobsterd</c>.</param>
    internal static int EdgeOf(string run)
    {
        using var mark = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "edge.pid")));
        return mark.RootElement.GetProperty("pid").GetInt32();
    }

    /// <summary>How much of one core they take over a time, in percent.</summary>
    internal static async Task<double> CpuPercentAsync(IReadOnlyList<int> pids, TimeSpan over, CancellationToken cancellationToken)
    {
        var before = CpuTime(pids);
        await Task.Delay(over, TimeProvider.System, cancellationToken);
        return 100 * (CpuTime(pids) - before) / over;
    }

    /// <summary>Their proportional memory (<c>Pss</c> of proc_pid_smaps(5)), in bytes: what they share is counted once.</summary>
    internal static double ProportionalBytes(IReadOnlyList<int> pids) => pids.Sum(ProportionalKib) * BytesPerKib;

    /// <summary>The number in a line of proc_pid_smaps(5): "Pss:   12 kB".</summary>
    internal static long Kib(string line) => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static long ProportionalKib(int pid) =>
        Kib(File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/smaps_rollup")).First(line => line.StartsWith("Pss:", StringComparison.Ordinal)));

    private static TimeSpan CpuTime(IReadOnlyList<int> pids) =>
        pids.Aggregate(TimeSpan.Zero, (sum, pid) => sum + ProcessStat.Read(pid).Require().CpuTime);
}
