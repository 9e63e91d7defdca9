using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Files;

/// <summary>A second name of a file.</summary>
public static class HardLink
{
    /// <summary>Gives a file another name on the same file system. Owner, mode and content are one for all its names.</summary>
    /// <param name="file">The file; a symbolic link is not followed.</param>
    /// <param name="name">The new name; not there yet.</param>
    /// <error code="file.path.missing">The file, or the new name's folder, is not there.</error>
    /// <error code="file.act.failed">Something has that name, or it is on another file system.</error>
    public static UnitResult<LobsterError> Make(string file, string name) =>
        FileCalls.Link(file, name) < 0 ? FileErrno.Last(name) : UnitResult.Success<LobsterError>();
}
