using System.IO.Compression;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Snapshots;

public sealed partial class SnapStore
{
    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> ExportAsync(Snap snap, string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            // A path that is taken stays as it is: nobody's file is overwritten, and no link is followed.
            if (Fd.Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, OwnerOnlyFile).TryGetError(out var taken, out var file))
                return Unwritten(path, taken);
            var isWhole = false;
            try
            {
                using (file)
                {
                    var written = Write(snap, file, cancellationToken).Bind(() => SparseFile.Sync(file)).Bind(() => DurableFile.FlushFolder(Path.GetDirectoryName(path) ?? "/"));
                    if (written.TryGetError(out var error)) return error.Code == SnapErrors.Damaged ? error : Unwritten(path, error);
                    isWhole = true;
                    return UnitResult.Success<LobsterError>();
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return Unwritten(path, new LobsterError(SnapErrors.FileFailed, failure.Message));
            }
            finally
            {
                if (!isWhole) File.Delete(path);
            }
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<Result<Snap, LobsterError>> ImportAsync(string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out var missing, out var file))
                return new LobsterError(SnapErrors.ArchiveFailed, $"{PlainText.Of(path, 256)} cannot be read", Cause: missing);
            using var stream = new FileStream(file.TakeFileHandle(), FileAccess.Read);
            using var plain = new GZipStream(stream, CompressionMode.Decompress);
            try
            {
                return Take(new SnapArchiveReader(plain), cancellationToken);
            }
            catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
            {
                return SnapArchiveReader.Invalid(failure.Message);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return new LobsterError(SnapErrors.FileFailed, failure.Message);
            }
        },
        cancellationToken);

    private UnitResult<LobsterError> Write(Snap snap, Fd file, CancellationToken cancellationToken)
    {
        if (PlainFile.Open(DiskOf(snap), OpenFlags.ReadOnly).TryGetError(out var error, out var disk)) return Damaged(snap.Id, error.Message);
        using (disk)
        {
            if (file.Duplicate().TryGetError(out error, out var second)) return error;
            using var stream = new FileStream(second.TakeFileHandle(), FileAccess.Write);
            using var packed = new GZipStream(stream, CompressionLevel.Fastest);
            SnapArchiveWriter.WriteHead(packed, snap);
            if (DiskPieces.Read(disk, snap.DiskBytes, piece => packed.Write(piece.Span), cancellationToken).TryGetError(out error, out var content)) return error;
            if (content.Sha256 != snap.Sha256) return Damaged(snap.Id, "its disk is not what was sealed");
            SnapArchiveWriter.WriteEnd(packed, snap);
        }

        return UnitResult.Success<LobsterError>();
    }

    private Result<Snap, LobsterError> Take(SnapArchiveReader archive, CancellationToken cancellationToken)
    {
        if (archive.ReadManifest().TryGetError(out var error, out var snap)) return error;
        if (Find(snap.TenantId, snap.Id).TryGetValue(out var there))
            return there with { Label = snap.Label } == snap
                ? there
                : new LobsterError(SnapErrors.ArchiveTaken, $"there is another snap {snap.Id} of that tenant", "lobsterd snap rm removes it");
        if (FileSystemSpace.Of(paths.State).TryGetValue(out var space) && space.AvailableBytes < snap.ContentBytes)
            return new LobsterError(SnapErrors.FileFailed, $"the snap takes {snap.ContentBytes} bytes, {space.AvailableBytes} are free");

        var folder = places.UnfinishedOf(snap.TenantId, snap.Id);
        Delete(folder);
        var isKept = false;
        try
        {
            if (Begin(snap).TryGetError(out error)) return Failed(snap, error);
            const int Fresh = OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow;
            if (Fd.Open(SnapPlaces.DiskIn(folder), Fresh, OwnerOnlyFile).TryGetError(out error, out var disk)) return Failed(snap, error);
            using (disk)
            {
                if (SparseFile.SetSize(disk, snap.DiskBytes).TryGetError(out error)) return Failed(snap, error);
                if (archive.ReadDisk(disk, snap, cancellationToken).TryGetError(out error)) return error;
                var kept = Keep(disk, snap);
                isKept = kept.IsSuccess;
                return kept;
            }
        }
        finally
        {
            if (!isKept) Delete(folder);
        }
    }

    private static LobsterError Unwritten(string path, LobsterError cause) =>
        new(SnapErrors.ArchiveFailed, $"{PlainText.Of(path, 256)} could not be written", "nothing may be there yet, and there must be room", cause);
}
