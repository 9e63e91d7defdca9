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
    /// <summary>Runs it against a stand's service. This thread waits for it and does nothing else, so that its end is seen when it comes.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static CliRun Take(ServiceStand stand, IReadOnlyList<string> arguments)
    {
        var input = InputOf(stand, arguments);
        var start = Stopwatch.GetTimestamp();
        using var child = Spawner.StartUnwatched(input).Require();
        var status = child.Wait();
        var elapsed = Stopwatch.GetElapsedTime(start);
        return Ended(arguments, status, new CliRun(elapsed, PeakKib: 0));
    }

    /// <summary>Runs it and watches its memory; the watching costs time, so the elapsed one is not to be used.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    internal static async Task<CliRun> WatchAsync(ServiceStand stand, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var child = Spawner.Start(InputOf(stand, arguments)).Require();
        var peak = await Task.Run(() => WatchPeak(child), cancellationToken);
        return Ended(arguments, await child.WaitForExitAsync(cancellationToken), new CliRun(TimeSpan.Zero, peak));
    }

    private static SpawnInput InputOf(ServiceStand stand, IReadOnlyList<string> arguments) => new()
    {
        Program = Path.Combine(stand.Binaries, "lobsterd"),
        Arguments = arguments,
        Environment = new Dictionary<string, string> { ["LOBSTERD_ROOT"] = stand.Paths.Root, ["PATH"] = "/usr/bin:/bin", ["HOME"] = "/" },
    };

    private static CliRun Ended(IReadOnlyList<string> arguments, ExitStatus status, CliRun run) =>
        status.IsSuccess ? run : throw new InvalidOperationException($"lobsterd {string.Join(' ', arguments)}: {status}");

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
