using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>Folders made with exact owner and mode.</summary>
public static class Folder
{
    /// <summary>Makes one folder, or gives an existing one this mode and owner; the folder above must be there.</summary>
    /// <param name="path">Absolute; its end must not be a symbolic link.</param>
    /// <param name="mode">Permission bits, whatever the umask.</param>
    /// <param name="user">Owner.</param>
    /// <param name="group">Group.</param>
    /// <error code="file.path.missing">The folder above is not there.</error>
    /// <error code="file.space.exhausted">No room.</error>
    /// <error code="file.act.failed">Something else than a folder is there, or the kernel refused.</error>
    public static UnitResult<LobsterError> Ensure(string path, int mode, uint user = 0, uint group = 0)
    {
        if (FileCalls.MakeFolder(path, (uint)mode) < 0 && Errno.LastNumber != Errno.Exists) return FileErrno.Last(path);
        var opened = Fd.Adopt(FileCalls.Open(path, FileCalls.Folder | FileCalls.NoFollow | FileCalls.CloseOnExec, 0));
        if (opened.IsInvalid) return FileErrno.Last(path);
        using (opened) return FileOwner.Set(opened, user, group, mode);
    }
}
