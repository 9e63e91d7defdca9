using System.Text.Json;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Jail;

/// <summary>Tells how VMMs ended, from what their launchers recorded.</summary>
internal sealed class ExitWatch(TimeProvider clock)
{
    private const int LongestRecord = 1024;

    // The launcher drains two pipes and writes a few bytes after the VMM's end; longer means that it is gone too.
    private static readonly TimeSpan RecordingTime = TimeSpan.FromSeconds(2);

    /// <summary>Waits for a VMM's end and for the record of it.</summary>
    /// <param name="vmm">The VMM; stays the caller's, who may close it at any time.</param>
    /// <param name="launcherEnded">Completes when its launcher has ended, and therefore recorded.</param>
    /// <param name="runFolder">The VMM's run folder.</param>
    internal async Task<VmExit> WaitAsync(PidFd vmm, Task launcherEnded, string runFolder)
    {
        await vmm.WaitForExitAsync(CancellationToken.None);
        await launcherEnded.WaitAsync(RecordingTime, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Read(runFolder) ?? new VmExit(null, null, LastWords(runFolder));
    }

    /// <summary>What was recorded; null when nothing was.</summary>
    internal static VmExit? Read(string runFolder)
    {
        if (PlainFile.ReadAll(Path.Combine(runFolder, JailFiles.Exit), LongestRecord).TryGetError(out _, out var content)) return null;
        try
        {
            var record = JsonSerializer.Deserialize(content, JailJson.Default.ExitRecord);
            return record is null ? null : new VmExit(record.Code, record.Signal, LastWords(runFolder));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string LastWords(string runFolder) => LogTail.Read(Path.Combine(runFolder, JailFiles.Words));
}
