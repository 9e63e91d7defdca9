using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Processes;

/// <summary>Reads what /proc tells about processes. A pid may change its bearer between two readings: hold a <see cref="PidFd"/> and check.</summary>
public static class ProcessTable
{
    private const int EffectiveUserColumn = 2;

    /// <summary>The pids of all processes of our pid namespace at this moment, ascending.</summary>
    public static IReadOnlyList<int> Pids() =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Select(ParsePid).OfType<int>().Order()];

    /// <summary>The processes of a session, its leader included.</summary>
    /// <param name="sessionId">The leader's pid.</param>
    public static IReadOnlyList<ProcessStat> OfSession(int sessionId) =>
        [.. Stats().Where(stat => stat.SessionId == sessionId)];

    /// <summary>Every process that could be read; those that end meanwhile are left out.</summary>
    public static IEnumerable<ProcessStat> Stats()
    {
        foreach (var pid in Pids())
        {
            if (ProcessStat.Read(pid).TryGetValue(out var stat)) yield return stat;
        }
    }

    /// <summary>The file that a process runs, as the kernel names it; ends in <c> (deleted)</c> when it was replaced since.</summary>
    /// <error code="process.lookup.gone">There is no such process, or it has ended, or it is a kernel thread.</error>
    public static Result<string, LobsterError> ExecutableOf(int pid)
    {
        try
        {
            return File.ResolveLinkTarget(PathOf(pid, "exe"), returnFinalTarget: false)?.FullName is { } target ? target : Gone(pid);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Gone(pid);
        }
    }

    /// <summary>What a process was started with, its name for itself first; none when it has ended or is a kernel thread.</summary>
    public static IReadOnlyList<string> ArgumentsOf(int pid)
    {
        try
        {
            var line = File.ReadAllText(PathOf(pid, "cmdline"));
            return line.Length == 0 ? [] : line.TrimEnd('\0').Split('\0');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The effective user id of a process.</summary>
    /// <error code="process.lookup.gone">There is no such process.</error>
    public static Result<uint, LobsterError> UserOf(int pid)
    {
        if (Lines(pid, "status").TryGetError(out var error, out var lines)) return error;
        var line = lines.FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal));
        return line?.Split('\t') is { } columns && columns.Length > EffectiveUserColumn
            && uint.TryParse(columns[EffectiveUserColumn], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            ? user
            : new LobsterError(ProcessErrors.StatUnreadable, $"process {pid} has no Uid line");
    }

    /// <summary>Whether a process lives and runs as a user.</summary>
    public static bool RunsAs(int pid, uint user) => UserOf(pid).TryGetValue(out var effective) && effective == user;

    /// <summary>The lines of <c>/proc/PID/cgroup</c> (cgroups(7)): <c>ID:controllers:path</c>, one for each hierarchy.</summary>
    /// <error code="process.lookup.gone">There is no such process.</error>
    public static Result<IReadOnlyList<string>, LobsterError> CgroupsOf(int pid) => Lines(pid, "cgroup");

    private static Result<IReadOnlyList<string>, LobsterError> Lines(int pid, string file)
    {
        try
        {
            return File.ReadAllLines(PathOf(pid, file));
        }
        catch (IOException)
        {
            return Gone(pid);
        }
    }

    private static int? ParsePid(string? name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;

    private static string PathOf(int pid, string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{file}");

    private static LobsterError Gone(int pid) => new(ProcessErrors.Gone, $"process {pid} does not exist");
}
