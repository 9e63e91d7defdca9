using System.Runtime.InteropServices;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>A file that only grows. Each append is one write(2): a process that is killed has written all of it or none.</summary>
public sealed class AppendFile : IDisposable
{
    private readonly Fd fd;
    private readonly string path;

    private AppendFile(Fd fd, string path)
    {
        this.fd = fd;
        this.path = path;
    }

    /// <summary>The open file, to be handed to a child as its output; stays ours.</summary>
    public SafeHandle Descriptor => fd;

    /// <summary>Makes a new file.</summary>
    /// <param name="path">It must not exist.</param>
    /// <param name="mode">Permission bits.</param>
    /// <error code="file.open.failed">It exists, or could not be made.</error>
    public static Result<AppendFile, LobsterError> Create(string path, uint mode) => Open(path, FileCalls.Create | FileCalls.Exclusive, mode);

    /// <summary>Opens a file, or makes it where it is not there.</summary>
    /// <param name="path">No symbolic link.</param>
    /// <param name="mode">Permission bits of a new one.</param>
    /// <error code="file.open.failed">It could not be opened or made.</error>
    public static Result<AppendFile, LobsterError> OpenOrCreate(string path, uint mode) => Open(path, FileCalls.Create, mode);

    /// <summary>Opens a file that is there, cut to a length first: what lies behind it is a torn append.</summary>
    /// <error code="file.open.failed">It is not there.</error>
    /// <error code="file.write.failed">It could not be cut.</error>
    public static Result<AppendFile, LobsterError> Reopen(string path, long length)
    {
        if (Open(path, 0, 0).TryGetError(out var error, out var file)) return error;
        if (FileCalls.SetLength(file.fd, length) == 0) return file;
        var refused = Errno.Last(FileErrors.WriteFailed, path);
        file.Dispose();
        return refused;
    }

    /// <summary>Adds bytes at the end.</summary>
    /// <error code="file.write.failed">They could not be written.</error>
    public UnitResult<LobsterError> Append(ReadOnlySpan<byte> bytes) => DurableFile.WriteAll(fd, bytes, path);

    /// <inheritdoc/>
    public void Dispose() => fd.Dispose();

    private static Result<AppendFile, LobsterError> Open(string path, int flags, uint mode)
    {
        var fd = Fd.Adopt(FileCalls.Open(path, FileCalls.WriteOnly | FileCalls.Append | FileCalls.NoFollow | FileCalls.CloseOnExec | flags, mode));
        if (!fd.IsInvalid) return new AppendFile(fd, path);
        var error = Errno.Last(FileErrors.OpenFailed, path);
        fd.Dispose();
        return error;
    }
}
