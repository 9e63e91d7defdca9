using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Kept;

/// <summary>The marks of processes that were taken over from and drain: one file each, beside the mark of the one that serves.</summary>
internal static class LeftMarks
{
    /// <summary>Writes one, before the process is taken over from.</summary>
    public static UnitResult<LobsterError> Write(string markFile, ProcessMark mark) => mark.Write(PathOf(markFile, mark.Pid));

    /// <summary>Removes one: the process serves on.</summary>
    public static void Remove(string markFile, int pid) => File.Delete(PathOf(markFile, pid));

    /// <summary>Takes hold of all that run; the marks of those that have ended are removed.</summary>
    public static IReadOnlyList<(ProcessMark Mark, PidFd Process)> Find(string markFile)
    {
        var folder = Path.GetDirectoryName(markFile)!;
        if (!Directory.Exists(folder)) return [];
        var found = new List<(ProcessMark, PidFd)>();
        foreach (var file in Directory.GetFiles(folder, Path.GetFileName(markFile) + ".left-*"))
        {
            if (ProcessMark.Read(file) is { } mark && mark.Find() is { } process) found.Add((mark, process));
            else File.Delete(file);
        }

        return found;
    }

    private static string PathOf(string markFile, int pid) => string.Create(CultureInfo.InvariantCulture, $"{markFile}.left-{pid}");
}
