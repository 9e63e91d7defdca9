using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Processes;

/// <summary>Puts threads and processes into cgroup folders.</summary>
public static class CgroupEntry
{
    /// <summary>Whether single threads can enter: only version 1 has <c>tasks</c>, and a spawning thread in it gives birth there.</summary>
    /// <param name="folder">The cgroup's folder in one hierarchy.</param>
    public static bool IsByThread(string folder) => File.Exists(Path.Combine(folder, "tasks"));

    /// <summary>Moves the calling thread into a version 1 cgroup; threads and children that it makes from now on are born there.</summary>
    /// <remarks>"0" is the caller itself. The kernel then spares the lock against every fork of the host, which costs a whole process's move, and
    /// that of a thread by its number, a grace period of RCU: some 10 ms.</remarks>
    /// <param name="folder">The cgroup's folder in one hierarchy.</param>
    /// <error code="process.cgroup.refused">The kernel refused.</error>
    public static UnitResult<LobsterError> MoveThread(string folder) => Write(folder, "tasks", 0);

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
