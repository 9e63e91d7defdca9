using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Host.Snapshots;

/// <summary>Makes an older copy of a disk equal to the disk: reads both, and writes only what differs.</summary>
/// <remarks>Times and sizes tell nothing of which blocks a running VM has written, so all that is allocated is compared.</remarks>
internal sealed class DiskDelta(Fd source, Fd target, long sizeBytes)
{
    private readonly byte[] ours = new byte[DiskPieces.Size];
    private readonly byte[] theirs = new byte[DiskPieces.Size];

    /// <summary>Does it.</summary>
    /// <param name="cancellationToken">Ends it between two pieces.</param>
    /// <returns>How many bytes had to be written.</returns>
    /// <exception cref="IOException">One of them cannot be read or written.</exception>
    internal Result<long, LobsterError> Run(CancellationToken cancellationToken)
    {
        if (source.Duplicate().TryGetError(out var error, out var first)) return error;
        using var from = first.TakeFileHandle();
        if (target.Duplicate().TryGetError(out error, out var second)) return error;
        using var to = second.TakeFileHandle();

        var written = 0L;
        for (var offset = 0L; offset < sizeBytes;)
        {
            if (SparseFile.DataAfter(source, offset).TryGetError(out error, out var found)) return error;
            var data = found is { } some && some.Start < sizeBytes ? some : new FileRange(sizeBytes, sizeBytes);
            if (Clear(offset, data.Start).TryGetError(out error)) return error;
            var end = Math.Min(data.End, sizeBytes);
            for (offset = data.Start; offset < end; offset += Math.Min(DiskPieces.Size, end - offset))
            {
                cancellationToken.ThrowIfCancellationRequested();
                written += Piece(from, to, offset, (int)Math.Min(DiskPieces.Size, end - offset));
            }
        }

        return written;
    }

    private int Piece(SafeFileHandle from, SafeFileHandle to, long offset, int length)
    {
        _ = DiskPieces.Fill(from, theirs.AsSpan(0, length), offset);
        _ = DiskPieces.Fill(to, ours.AsSpan(0, length), offset);
        if (ours.AsSpan(0, length).SequenceEqual(theirs.AsSpan(0, length))) return 0;
        RandomAccess.Write(to, theirs.AsSpan(0, length), offset);
        return length;
    }

    // What is a hole in the disk now was none when it was copied: the guest has given it back.
    private UnitResult<LobsterError> Clear(long start, long end)
    {
        while (start < end)
        {
            if (SparseFile.DataAfter(target, start).TryGetError(out var error, out var found)) return error;
            if (found is not { } left || left.Start >= end) break;
            var until = Math.Min(left.End, end);
            if (SparseFile.Punch(target, left.Start, until - left.Start).TryGetError(out error)) return error;
            start = until;
        }

        return UnitResult.Success<LobsterError>();
    }
}
