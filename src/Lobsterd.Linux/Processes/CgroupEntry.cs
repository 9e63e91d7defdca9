using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Processes;

/// <summary>Puts threads and processes into cgroup folders.</summary>
public static class CgroupEntry
{
    /// <summary>Whether single threads can enter: only version 1 has <c>tasks</c>, and a spawning thread in it gives birth there.</summary>
    internal static bool IsByThread(string folder) => File.Exists(Path.Combine(folder, "tasks"));

    /// <summary>Moves the calling thread into a version 1 cgroup.</summary>
    internal static UnitResult<LobsterError> MoveThread(string folder) => Write(folder, "tasks", ProcessCalls.ThreadId());

    /// <summary>Moves a whole process into a cgroup.</summary>
    /// <param name="folder">The cgroup's folder in one hierarchy.</param>
    /// <param name="pid">The process; 0 is the calling one.</param>
    /// <error code="process.cgroup.refused">The kernel refused.</error>
    public static UnitResult<LobsterError> MoveProcess(string folder, int pid) => Write(folder, "cgroup.procs", pid);

    private static UnitResult<LobsterError> Write(string folder, string file, int id)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, file), id.ToString(CultureInfo.InvariantCulture));
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(ProcessErrors.CgroupRefused, $"{folder}: {exception.Message}");
        }
    }
}
