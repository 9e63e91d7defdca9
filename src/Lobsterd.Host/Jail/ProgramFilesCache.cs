using System.Collections.Concurrent;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Jail;

/// <summary>Remembers what a program needs for as long as the program and the system's libraries stay the same files.</summary>
internal sealed class ProgramFilesCache
{
    // Rewritten by whatever installs a library.
    private const string LoaderCache = "/etc/ld.so.cache";

    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);

    /// <summary>What a program needs.</summary>
    /// <error code="jail.program.unreadable">A file is missing or damaged.</error>
    /// <error code="jail.library.missing">A library is not installed.</error>
    internal Result<ProgramFiles, LobsterError> Get(JailedProgram program)
    {
        var now = (IdentityOf(program.Path), IdentityOf(LoaderCache), string.Join(':', program.Modules));
        if (entries.TryGetValue(program.Path, out var known) && known.Key == now) return known.Files;
        if (ProgramFiles.Of(program.Path, program.Modules, LibraryFolders.Find()).TryGetError(out var error, out var files)) return error;
        entries[program.Path] = new Entry(now, files);
        return files;
    }

    private static FileIdentity? IdentityOf(string path) => FileStat.OfTarget(path).TryGetValue(out var stat) ? stat.Identity : null;

    private sealed record Entry((FileIdentity? Program, FileIdentity? Libraries, string Modules) Key, ProgramFiles Files);
}
