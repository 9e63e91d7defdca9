using System.Buffers.Binary;
using System.Security.Cryptography;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Host.Snapshots;

/// <summary>A disk as its pieces of 1 MiB that are not all zero, each behind its number: what is hashed, and what an archive holds.</summary>
internal static class DiskPieces
{
    /// <summary>Bytes of a piece; a disk is whole pieces.</summary>
    internal const int Size = 1 << 20;

    /// <summary>Bytes of the number before each piece: little-endian.</summary>
    internal const int NumberSize = 8;

    /// <summary>Reads a disk's pieces in order.</summary>
    /// <param name="disk">Open for reading.</param>
    /// <param name="sizeBytes">Its size.</param>
    /// <param name="take">Given each number with its piece, in one run of bytes that is used again for the next.</param>
    /// <param name="cancellationToken">Ends it between two pieces.</param>
    /// <returns>The hash of all that was given, and how many bytes of the disk it was.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static Result<(string Sha256, long ContentBytes), LobsterError> Read(
        Fd disk, long sizeBytes, Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        if (disk.Duplicate().TryGetError(out var error, out var second)) return error;
        using var handle = second.TakeFileHandle();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[NumberSize + Size];
        var content = 0L;
        for (var offset = 0L; offset < sizeBytes;)
        {
            if (SparseFile.DataAfter(disk, offset).TryGetError(out error, out var found)) return error;
            if (found is not { } data) break;
            var end = Math.Min(data.End, sizeBytes);
            for (offset = data.Start / Size * Size; offset < end; offset += Size)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var length = Fill(handle, buffer.AsSpan(NumberSize, (int)Math.Min(Size, sizeBytes - offset)), offset);
                if (!buffer.AsSpan(NumberSize, length).ContainsAnyExcept((byte)0)) continue;
                BinaryPrimitives.WriteInt64LittleEndian(buffer, offset / Size);
                var whole = buffer.AsMemory(0, NumberSize + length);
                hash.AppendData(whole.Span);
                take(whole);
                content += length;
            }
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), content);
    }

    /// <summary>Reads a whole buffer from a place in a file.</summary>
    /// <exception cref="IOException">The file ends before.</exception>
    internal static int Fill(SafeFileHandle file, Span<byte> buffer, long offset)
    {
        for (var done = 0; done < buffer.Length;)
        {
            var count = RandomAccess.Read(file, buffer[done..], offset + done);
            if (count == 0) throw new EndOfStreamException("the disk became shorter");
            done += count;
        }

        return buffer.Length;
    }
}
