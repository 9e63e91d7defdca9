using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>Replaces whole files so that a reader, and a power cut, sees the old one or the new one and nothing between.</summary>
public static class DurableFile
{
    /// <summary>Writes a file: temporary beside it, fsync, rename, fsync of the folder.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="mode">Permission bits of a new file, e.g. 0600 as 0x180.</param>
    /// <error code="file.open.failed">The temporary file could not be made.</error>
    /// <error code="file.write.failed">It could not be made durable; the old file stands.</error>
    public static UnitResult<LobsterError> Replace(string path, ReadOnlySpan<byte> content, uint mode)
    {
        var temporary = TemporaryOf(path);
        if (WriteWhole(temporary, content, mode).TryGetError(out var error)) return error;
        if (FileCalls.Rename(temporary, path) != 0) return Errno.Last(FileErrors.WriteFailed, path);
        return FlushFolderOf(path);
    }

    /// <summary>Like <see cref="Replace"/>, and keeps the file that stood there under another name. There is a whole file at
    /// <paramref name="path"/> at every instant: the two are exchanged first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="previous">Where the old one goes, in the same folder.</param>
    /// <param name="content">The whole content.</param>
    /// <param name="mode">Permission bits of a new file.</param>
    /// <error code="file.open.failed">The temporary file could not be made.</error>
    /// <error code="file.write.failed">It could not be made durable; a whole file stands, the old or the new one.</error>
    public static UnitResult<LobsterError> ReplaceKeeping(string path, string previous, ReadOnlySpan<byte> content, uint mode)
    {
        var temporary = TemporaryOf(path);
        if (WriteWhole(temporary, content, mode).TryGetError(out var error)) return error;

        if (FileCalls.Rename(FileCalls.CurrentFolder, temporary, FileCalls.CurrentFolder, path, FileCalls.RenameExchange) == 0)
        {
            if (FileCalls.Rename(temporary, previous) != 0) return Errno.Last(FileErrors.WriteFailed, previous);
        }
        else if (Errno.LastNumber != Errno.NoEntry)
        {
            return Errno.Last(FileErrors.WriteFailed, path);
        }
        else if (FileCalls.Rename(temporary, path) != 0)
        {
            return Errno.Last(FileErrors.WriteFailed, path);
        }

        return FlushFolderOf(path);
    }

    /// <summary>What a file is called while it is written; a crash may leave it.</summary>
    public static string TemporaryOf(string path) => path + ".new";

    /// <summary>Makes a folder's entries durable: what was made, renamed or removed in it.</summary>
    public static UnitResult<LobsterError> FlushFolder(string folder)
    {
        using var fd = Fd.Adopt(FileCalls.Open(folder, FileCalls.ReadOnly | FileCalls.Folder | FileCalls.CloseOnExec, 0));
        if (fd.IsInvalid) return Errno.Last(FileErrors.OpenFailed, folder);
        return FileCalls.Flush(fd) == 0 ? UnitResult.Success<LobsterError>() : Errno.Last(FileErrors.WriteFailed, folder);
    }

    private static UnitResult<LobsterError> FlushFolderOf(string path) => FlushFolder(Path.GetDirectoryName(path) ?? "/");

    private static UnitResult<LobsterError> WriteWhole(string path, ReadOnlySpan<byte> content, uint mode)
    {
        const int Flags = FileCalls.WriteOnly | FileCalls.Create | FileCalls.Truncate | FileCalls.NoFollow | FileCalls.CloseOnExec;
        using var fd = Fd.Adopt(FileCalls.Open(path, Flags, mode));
        if (fd.IsInvalid) return Errno.Last(FileErrors.OpenFailed, path);
        if (WriteAll(fd, content, path).TryGetError(out var error)) return error;
        return FileCalls.Flush(fd) == 0 ? UnitResult.Success<LobsterError>() : Errno.Last(FileErrors.WriteFailed, path);
    }

    internal static unsafe UnitResult<LobsterError> WriteAll(Fd fd, ReadOnlySpan<byte> content, string subject)
    {
        while (content.Length > 0)
        {
            nint written;
            fixed (byte* bytes = content) written = FileCalls.Write(fd, bytes, (nuint)content.Length);
            if (written < 0)
            {
                if (Errno.LastNumber == Errno.Interrupted) continue;
                return Errno.Last(FileErrors.WriteFailed, subject);
            }

            content = content[(int)written..];
        }

        return UnitResult.Success<LobsterError>();
    }
}
