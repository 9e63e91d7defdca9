using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>Owner and mode of files; by descriptor wherever somebody else could swap the name.</summary>
public static class FileOwner
{
    /// <summary>Sets owner, group and mode of an open file or folder.</summary>
    /// <param name="file">Open, not by O_PATH.</param>
    /// <param name="user">Owner.</param>
    /// <param name="group">Group.</param>
    /// <param name="mode">Permission bits; set last, since a change of owner clears set-id bits.</param>
    /// <error code="file.act.failed">The kernel refused.</error>
    public static UnitResult<LobsterError> Set(Fd file, uint user, uint group, int mode) =>
        FileCalls.ChangeOwner(file, user, group) < 0 || FileCalls.ChangeMode(file, (uint)mode) < 0
            ? FileErrno.Last($"descriptor {file.Number}")
            : UnitResult.Success<LobsterError>();

    /// <summary>Sets owner and group of a path; a symbolic link at its end is changed itself.</summary>
    /// <error code="file.path.missing">It is not there.</error>
    /// <error code="file.act.failed">The kernel refused.</error>
    public static UnitResult<LobsterError> Set(string path, uint user, uint group) =>
        FileCalls.ChangeOwner(path, user, group) < 0 ? FileErrno.Last(path) : UnitResult.Success<LobsterError>();
}
