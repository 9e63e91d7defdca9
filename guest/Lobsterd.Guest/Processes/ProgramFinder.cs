using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Processes;

/// <summary>Finds programs by name, as a shell would.</summary>
internal static class ProgramFinder
{
    /// <summary>The folders that are searched where an environment names none.</summary>
    internal const string UsualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The absolute path of a program.</summary>
    /// <param name="name">A path when it holds a slash, else a name to search for.</param>
    /// <param name="path">Folders joined by colons.</param>
    /// <param name="workingDirectory">What a relative path is relative to.</param>
    /// <error code="guest.program.missing">It is in none of the folders.</error>
    internal static Result<string, LobsterError> Find(string name, string path, string workingDirectory)
    {
        // Whether a named file exists and may be executed is for the kernel to say, with the child's own rights.
        if (name.Contains('/', StringComparison.Ordinal)) return Path.GetFullPath(name, workingDirectory);

        foreach (var folder in path.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var candidate = Path.Combine(Path.GetFullPath(folder, workingDirectory), name);
            if (File.Exists(candidate) && (File.GetUnixFileMode(candidate) & Executable) != 0) return candidate;
        }

        return new LobsterError(ProgramErrors.Missing, $"{name}: not found");
    }
}
