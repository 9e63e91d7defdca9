using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>Copies files and keeps their holes; shares their extents where the file system can.</summary>
public static class SparseFile
{
    private const nuint CloneRequest = 0x4004_9409;
    private const int KeepSize = 1;
    private const int PunchHole = 2;
    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int SeekSet = 0;
    private const int SeekEnd = 2;
    private const int CrossDevice = 18;
    private const int NotSupported = 95;
    private const int NoSuchOffset = 6;
    private const long MostAtOnce = 1L << 30;

    /// <summary>Makes the target a copy of the source: by sharing its extents (btrfs, xfs), else by copying what is not a hole.</summary>
    /// <param name="source">Open for reading.</param>
    /// <param name="target">Open for writing; empty.</param>
    /// <returns>Whether the extents are shared.</returns>
    /// <error code="file.space.exhausted">No room; the target is incomplete.</error>
    /// <error code="file.act.failed">An I/O error; the target is incomplete.</error>
    public static Result<bool, LobsterError> CloneOrCopy(Fd source, Fd target)
    {
        if (TryClone(source, target).IsSuccess) return true;
        return Copy(source, target).TryGetError(out var error) ? error : false;
    }

    /// <summary>Shares all of the source's extents with the target; no data is copied.</summary>
    /// <error code="file.feature.unsupported">The file system cannot, or they lie on two.</error>
    /// <error code="file.act.failed">The kernel refused.</error>
    public static UnitResult<LobsterError> TryClone(Fd source, Fd target) =>
        FileCalls.CloneFrom(target, CloneRequest, source.Number) < 0
            ? FileErrno.Last($"descriptor {target.Number}")
            : UnitResult.Success<LobsterError>();

    /// <summary>Copies what is not a hole, and gives the target the source's size.</summary>
    /// <error code="file.space.exhausted">No room; the target is incomplete.</error>
    /// <error code="file.act.failed">An I/O error; the target is incomplete.</error>
    public static UnitResult<LobsterError> Copy(Fd source, Fd target)
    {
        var size = FileCalls.Seek(source, 0, SeekEnd);
        if (size < 0 || FileCalls.SetLength(target, size) < 0) return FileErrno.Last($"descriptor {target.Number}");
        for (var offset = 0L; offset < size;)
        {
            if (DataAfter(source, offset).TryGetError(out var error, out var found)) return error;
            if (found is not { } data) break;
            if (CopyRange(source, target, data.Start, data.End).TryGetError(out error)) return error;
            offset = data.End;
        }
        return UnitResult.Success<LobsterError>();
    }

    /// <summary>The first part at or after an offset that is not a hole; null when all the rest is one.</summary>
    /// <param name="file">Its offset is moved.</param>
    /// <param name="offset">Not beyond the file's end.</param>
    /// <error code="file.act.failed">The kernel refused.</error>
    public static Result<FileRange?, LobsterError> DataAfter(Fd file, long offset)
    {
        var start = FileCalls.Seek(file, offset, SeekData);
        if (start < 0 && Errno.LastNumber == NoSuchOffset) return default(FileRange?);
        var end = start < 0 ? -1 : FileCalls.Seek(file, start, SeekHole);
        return end < 0 ? FileErrno.Last($"descriptor {file.Number}") : new FileRange(start, end);
    }

    /// <summary>Gives a range's blocks back to the file system; it reads as zeroes, and the size stays.</summary>
    /// <error code="file.feature.unsupported">The file system cannot.</error>
    /// <error code="file.act.failed">The kernel refused.</error>
    public static UnitResult<LobsterError> Punch(Fd file, long offset, long length) =>
        FileCalls.Allocate(file, PunchHole | KeepSize, offset, length) < 0
            ? FileErrno.Last($"descriptor {file.Number}")
            : UnitResult.Success<LobsterError>();

    /// <summary>Sets a file's apparent size; what is added is a hole.</summary>
    /// <error code="file.act.failed">Beyond a limit, or the kernel refused.</error>
    public static UnitResult<LobsterError> SetSize(Fd file, long size) =>
        FileCalls.SetLength(file, size) < 0 ? FileErrno.Last($"descriptor {file.Number}") : UnitResult.Success<LobsterError>();

    /// <summary>Flushes a file's content and size to its disk.</summary>
    /// <error code="file.act.failed">An I/O error.</error>
    public static UnitResult<LobsterError> Sync(Fd file) =>
        FileCalls.Flush(file) < 0 ? FileErrno.Last($"descriptor {file.Number}") : UnitResult.Success<LobsterError>();

    /// <summary>copy_file_range may let the file system copy by itself; it refuses two kinds of file systems (memfd to ext4), sendfile does not.</summary>
    private static unsafe UnitResult<LobsterError> CopyRange(Fd source, Fd target, long start, long end)
    {
        var from = start;
        var to = start;
        var byRange = true;
        if (FileCalls.Seek(target, start, SeekSet) < 0) return FileErrno.Last($"descriptor {target.Number}");
        while (from < end)
        {
            var length = (nuint)Math.Min(end - from, MostAtOnce);
            var copied = byRange
                ? FileCalls.CopyRange(source, &from, target, &to, length, 0)
                : FileCalls.SendFile(target, source, &from, length);
            if (copied < 0 && byRange && from == start && Errno.LastNumber is (CrossDevice or NotSupported or Errno.Invalid))
            {
                byRange = false;
                continue;
            }
            if (copied == 0) return Errno.Of(Errno.InputOutput, FileErrors.Failed, "the source became shorter");
            if (copied < 0 && Errno.LastNumber != Errno.Interrupted) return FileErrno.Last($"descriptor {target.Number}");
        }
        return UnitResult.Success<LobsterError>();
    }
}
