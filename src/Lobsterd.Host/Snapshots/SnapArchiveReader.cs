using System.Buffers.Binary;
using System.Security.Cryptography;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Host.Storage;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Host.Snapshots;

/// <summary>Reads an archive that may be anybody's: takes exactly what the writer writes, and no more of it than it says it has.</summary>
/// <param name="archive">What is in it, uncompressed.</param>
internal sealed class SnapArchiveReader(Stream archive)
{
    /// <summary>Its first file.</summary>
    /// <error code="snap.archive.invalid">It is no manifest.</error>
    /// <exception cref="EndOfStreamException">The archive ends before.</exception>
    internal Result<Snap, LobsterError> ReadManifest()
    {
        if (TarHeader.Read(ReadExactly(TarHeader.Size), SnapManifest.Name) is not { } size || size is < 1 or > SnapManifest.Largest) return Invalid("its first file is no manifest");
        var content = ReadExactly((int)size);
        if (ReadExactly(TarHeader.PaddingOf(size)).AsSpan().ContainsAnyExcept((byte)0)) return Invalid("something is behind its manifest");
        if (SnapManifest.Read(content).TryGetError(out var error, out var snap)) return Invalid(error.Message);
        return snap;
    }

    /// <summary>Its second file, which is its last.</summary>
    /// <param name="disk">An empty disk of the snap's size; the pieces are written to it.</param>
    /// <param name="snap">What the manifest says.</param>
    /// <param name="cancellationToken">Ends it between two pieces.</param>
    /// <error code="snap.archive.invalid">It is not what the manifest says.</error>
    /// <exception cref="EndOfStreamException">The archive ends before.</exception>
    internal UnitResult<LobsterError> ReadDisk(Fd disk, Snap snap, CancellationToken cancellationToken)
    {
        if (TarHeader.Read(ReadExactly(TarHeader.Size), SnapArchiveWriter.Pieces) != SnapArchiveWriter.SizeOf(snap)) return Invalid("its second file is not the disk of its manifest");
        if (disk.Duplicate().TryGetError(out var error, out var second)) return error;
        using var handle = second.TakeFileHandle();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[DiskPieces.NumberSize + DiskPieces.Size];
        var last = -1L;
        for (var left = snap.ContentBytes / DiskPieces.Size; left > 0; left--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            archive.ReadExactly(piece);
            var number = BinaryPrimitives.ReadInt64LittleEndian(piece);
            if (number <= last || number >= snap.DiskBytes / DiskPieces.Size) return Invalid("its pieces are out of order, or beyond its disk");
            last = number;
            hash.AppendData(piece);
            RandomAccess.Write(handle, piece.AsSpan(DiskPieces.NumberSize), number * DiskPieces.Size);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != snap.Sha256) return Invalid("its disk has not the hash that its manifest says");
        var superblock = new byte[Ext4.SuperblockSize];
        if (Ext4.FaultOf(superblock.AsSpan(0, RandomAccess.Read(handle, superblock, Ext4.SuperblockOffset)), snap.DiskBytes) is { } fault) return Invalid($"its disk is none: {fault}");
        return CheckEnd(snap);
    }

    /// <summary>What is said of a file that is no archive.</summary>
    /// <error code="snap.archive.invalid">It is none.</error>
    internal static LobsterError Invalid(string why) =>
        new(SnapErrors.ArchiveInvalid, $"the file is no archive of a snap: {PlainText.Of(why, 256)}", "nothing was taken from it");

    private UnitResult<LobsterError> CheckEnd(Snap snap)
    {
        if (ReadExactly(TarHeader.PaddingOf(SnapArchiveWriter.SizeOf(snap)) + (2 * TarHeader.Size)).AsSpan().ContainsAnyExcept((byte)0)) return Invalid("there is a third file in it");

        // Another tar fills its archives up with zeroes; what is more than that is none of ours.
        Span<byte> more = stackalloc byte[1];
        for (var most = 20 * TarHeader.Size; archive.Read(more) > 0; most--)
            if (more[0] != 0 || most == 0) return Invalid("something is behind its end");
        return UnitResult.Success<LobsterError>();
    }

    private byte[] ReadExactly(int count)
    {
        var buffer = new byte[count];
        archive.ReadExactly(buffer);
        return buffer;
    }
}
