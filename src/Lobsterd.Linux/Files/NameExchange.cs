using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Files;

/// <summary>Two names that change places (renameat2(2) with RENAME_EXCHANGE): at no instant is either of them not there.</summary>
public static class NameExchange
{
    /// <summary>Has two paths of one file system change places, whatever kind each is of. A symbolic link is not followed.</summary>
    /// <error code="file.path.missing">One of them is not there.</error>
    /// <error code="file.act.failed">They lie on different file systems, or on one that cannot.</error>
    public static UnitResult<LobsterError> Make(string one, string other) =>
        FileCalls.Rename(FileCalls.CurrentFolder, one, FileCalls.CurrentFolder, other, FileCalls.RenameExchange) < 0 ? FileErrno.Last(one) : UnitResult.Success<LobsterError>();
}
