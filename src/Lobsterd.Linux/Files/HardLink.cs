using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>A second name of a file.</summary>
public static class HardLink
{
    private const int FollowLink = 0x400;

    /// <summary>Gives a file another name on the same file system. Owner, mode and content are one for all its names.</summary>
    /// <param name="file">The file; a symbolic link is not followed.</param>
    /// <param name="name">The new name; not there yet.</param>
    /// <error code="file.path.missing">The file, or the new name's folder, is not there.</error>
    /// <error code="file.act.failed">Something has that name, or it is on another file system.</error>
    public static UnitResult<LobsterError> Make(string file, string name) =>
        FileCalls.Link(file, name) < 0 ? FileErrno.Last(name) : UnitResult.Success<LobsterError>();

    /// <summary>Gives an open file another name, whatever its first one means by now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The new name; not there yet.</param>
    /// <error code="file.path.missing">The new name's folder is not there.</error>
    /// <error code="file.act.failed">Something has that name, or it is on another file system.</error>
    public static UnitResult<LobsterError> Make(Fd file, string name) =>
        FileCalls.LinkAt(FileCalls.CurrentFolder, $"/proc/self/fd/{file.Number}", FileCalls.CurrentFolder, name, FollowLink) < 0
            ? FileErrno.Last(name)
            : UnitResult.Success<LobsterError>();
}
