using System.Diagnostics;
using System.Globalization;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Cli;

/// <summary>One whole run of the command line.</summary>
/// <param name="Elapsed">From its exec to its exit.</param>
/// <param name="PeakKib">The most memory that it held at a time (<c>VmHWM</c> of proc_pid_status(5)), read again and again while it ran.</param>
internal sealed record CliRun(TimeSpan Elapsed, long PeakKib)
{
    /// <summary>Runs it against a stand's service.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static Task<CliRun> TakeAsync(ServiceStand stand, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(stand, arguments, watchMemory: false, cancellationToken);

    /// <summary>Runs it and watches its memory; the watching costs time, so the elapsed one is not to be used.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static Task<CliRun> WatchAsync(ServiceStand stand, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(stand, arguments, watchMemory: true, cancellationToken);

    private static async Task<CliRun> RunAsync(ServiceStand stand, IReadOnlyList<string> arguments, bool watchMemory, CancellationToken cancellationToken)
    {
        var input = new SpawnInput
        {
            Program = Path.Combine(stand.Binaries, "lobsterd"),
            Arguments = arguments,
            Environment = new Dictionary<string, string> { ["LOBSTERD_ROOT"] = stand.Paths.Root, ["PATH"] = "/usr/bin:/bin", ["HOME"] = "/" },
        };
        var start = Stopwatch.GetTimestamp();
        using var child = Spawner.Start(input).Require();
        var peak = watchMemory ? await Task.Run(() => WatchPeak(child), cancellationToken) : 0;
        var status = await child.WaitForExitAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return status.IsSuccess ? new CliRun(elapsed, peak) : throw new InvalidOperationException($"lobsterd {string.Join(' ', arguments)}: {status}");
    }

    private static long WatchPeak(ChildProcess child)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"/proc/{child.Pid}/status");
        var peak = 0L;
        while (!child.Process.HasExited && ReadPeak(status) is { } now) peak = Math.Max(peak, now);
        return peak;
    }

    // Null once it has ended: a zombie has no memory.
    private static long? ReadPeak(string status)
    {
        const string Key = "VmHWM:";
        try
        {
            var line = File.ReadLines(status).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal));
            return line is null ? null : long.Parse(line.AsSpan(Key.Length, line.Length - Key.Length - "kB".Length).Trim(), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
