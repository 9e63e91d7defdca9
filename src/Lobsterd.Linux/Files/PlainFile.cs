using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>Opens what has to be a regular file. Anything else at its path is refused at once: opening a named pipe waits for a writer who may never
/// come, a device need not end, and a link leads elsewhere.</summary>
public static class PlainFile
{
    /// <summary>Opens a regular file.</summary>
    /// <param name="path">Not followed where it is a symbolic link.</param>
    /// <param name="flags">Of <see cref="OpenFlags"/>, joined.</param>
    /// <param name="mode">Permission bits of a file that is created; the umask is taken off.</param>
    /// <error code="descriptor.open.path">It could not be opened: it is not there, or is a link or a socket.</error>
    /// <error code="file.kind.refused">It is a pipe, a device or a folder.</error>
    public static Result<Fd, LobsterError> Open(string path, int flags, int mode = 0)
    {
        // Without waiting, so that a pipe is open before it is known for one; a terminal must not become ours.
        const int Careful = OpenFlags.NoFollow | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal;
        if (Fd.Open(path, flags | Careful, mode).TryGetError(out var error, out var file)) return error;
        if (!FileStat.Of(file).Bind(stat => Check(path, stat)).Bind(file.SetBlocking).TryGetError(out error)) return file;
        file.Dispose();
        return error;
    }

    /// <summary>Reads a small regular file.</summary>
    /// <param name="path">Not followed where it is a symbolic link.</param>
    /// <param name="most">Most bytes that it may have; a larger one is refused unread.</param>
    /// <error code="descriptor.open.path">It could not be opened: it is not there, or is a link or a socket.</error>
    /// <error code="file.kind.refused">It is a pipe, a device or a folder, or larger than allowed.</error>
    /// <error code="descriptor.read.failed">An I/O error.</error>
    public static Result<byte[], LobsterError> ReadAll(string path, int most)
    {
        if (Open(path, OpenFlags.ReadOnly).TryGetError(out var error, out var file)) return error;
        using (file) return ReadAll(file, path, most);
    }

    /// <summary>Reads one that is open, from where it stands.</summary>
    /// <param name="file">Open for reading.</param>
    /// <param name="path">Where it was found, for people.</param>
    /// <param name="most">Most bytes that it may have; a larger one is refused unread.</param>
    /// <error code="file.kind.refused">It is larger than allowed.</error>
    /// <error code="descriptor.read.failed">An I/O error.</error>
    public static Result<byte[], LobsterError> ReadAll(Fd file, string path, int most)
    {
        if (FileStat.Of(file).TryGetError(out var error, out var stat)) return error;
        if (stat.SizeBytes > most) return TooLarge(path, most);

        // One more than it had, to see that it did not grow meanwhile.
        var content = new byte[stat.SizeBytes + 1];
        var length = 0;
        while (length < content.Length)
        {
            if (file.Read(content.AsSpan(length)).TryGetError(out error, out var count)) return error;
            if (count is null or 0) return content[..length];
            length += count.Value;
        }

        return TooLarge(path, most);
    }

    /// <summary>Makes a regular file hold these bytes, and no others. One that is there keeps its owner and mode; one of the same length is written where
    /// it lies, and needs no room. A link, a pipe or a device at its path is removed, and not written to. A crash may leave a part: what must
    /// not be seen half is a <see cref="VolatileFile"/>.</summary>
    /// <remarks>Any other length is cut off as it is opened: of a file below it an overlay then copies no bytes, and does not wait until they are on the disk.</remarks>
    /// <param name="path">Where; its folder is there.</param>
    /// <param name="content">All of its new content.</param>
    /// <param name="mode">Permission bits of a file that is created; the umask is taken off.</param>
    /// <error code="descriptor.open.path">It could not be opened: its folder is not there, it is a folder, the disk is full or read-only.</error>
    /// <error code="descriptor.write.failed">It could not be written: the disk is full.</error>
    /// <error code="file.act.failed">What lies there could not be looked at, or not be removed.</error>
    public static UnitResult<LobsterError> Overwrite(string path, ReadOnlySpan<byte> content, int mode)
    {
        var flags = OpenFlags.WriteOnly | OpenFlags.Create;
        var there = FileStat.Of(path);
        if (there.TryGetError(out var error, out var old) && error.Code != FileErrors.Missing) return error;
        if (there.IsSuccess && old!.Type is not (FileKind.File or FileKind.Folder) && FileCalls.Unlink(path) < 0) return FileErrno.Last(path);
        if (there.IsSuccess && old!.SizeBytes != content.Length) flags |= OpenFlags.Truncate;

        if (Open(path, flags, mode).TryGetError(out error, out var file)) return error;
        using (file) return file.Write(content);
    }

    private static UnitResult<LobsterError> Check(string path, FileStat stat) => stat.Type == FileKind.File
        ? UnitResult.Success<LobsterError>()
        : new LobsterError(FileErrors.NotPlain, $"{path} is no regular file");

    private static LobsterError TooLarge(string path, int most) => new(FileErrors.NotPlain, $"{path} is larger than {most} bytes, or grows");
}
