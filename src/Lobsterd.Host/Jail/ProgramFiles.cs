using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Host.Jail;

/// <summary>Everything that has to be there for a program to be executed.</summary>
/// <param name="Program">Its path.</param>
/// <param name="Modules">Libraries that it opens by path at run time.</param>
/// <param name="Interpreter">The dynamic loader; null for a static program.</param>
/// <param name="Libraries">Name by which it is wanted, and path where it is, of every library, of those of the modules too.</param>
internal sealed record ProgramFiles(
    string Program, IReadOnlyList<string> Modules, string? Interpreter, IReadOnlyDictionary<string, string> Libraries)
{
    /// <summary>Follows what the files say that they need, as the loader would.</summary>
    /// <param name="program">Absolute path.</param>
    /// <param name="modules">Absolute paths.</param>
    /// <param name="folders">Where libraries are looked for, unless a file names folders of its own.</param>
    /// <error code="jail.program.unreadable">A file is missing or damaged.</error>
    /// <error code="jail.library.missing">A library is in none of the folders.</error>
    internal static Result<ProgramFiles, LobsterError> Of(string program, IReadOnlyList<string> modules, IReadOnlyList<string> folders)
    {
        var libraries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var waiting = new Queue<string>([program, .. modules]);
        string? interpreter = null;
        while (waiting.TryDequeue(out var path))
        {
            if (ElfFile.Read(path).TryGetError(out var error, out var elf)) return error;
            if (path == program) interpreter = elf.Interpreter;
            foreach (var name in elf.Needed.Where(name => !libraries.ContainsKey(name) && Path.GetFileName(interpreter) != name))
            {
                if (elf.SearchPaths.Concat(folders).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is not { } found)
                    return new LobsterError(VmJailErrors.LibraryMissing, $"{path} needs {name}, which is in none of the system's folders");
                libraries[name] = found;
                waiting.Enqueue(found);
            }
        }
        return new ProgramFiles(program, modules, interpreter, libraries);
    }
}
