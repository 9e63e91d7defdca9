using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Snapshots;

public sealed partial class SnapStore
{
    /// <inheritdoc/>
    public Task<Result<bool, LobsterError>> PrepareAsync(Snap draft, CancellationToken cancellationToken) => Task.Run(
        () => GuardResult(() =>
        {
            Delete(places.UnfinishedOf(draft.TenantId, draft.Id));
            return Begin(draft).Bind(() => With(draft, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive, Prepare)).MapError(cause => Failed(draft, cause));
        }),
        cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> CopyAsync(Snap draft, CancellationToken cancellationToken) => Task.Run(
        () => Guard(() => With(draft, OpenFlags.ReadWrite, (source, target) => Copy(draft, source, target, cancellationToken)).TryGetError(out var error, out _)
            ? Failed(draft, error)
            : UnitResult.Success<LobsterError>()),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Result<Snap, LobsterError>> SealAsync(Snap draft, CancellationToken cancellationToken) => Task.Run(
        () => Find(draft.TenantId, draft.Id).TryGetValue(out var before) ? before : GuardResult(() => Seal(draft, cancellationToken)),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Result<Snap, LobsterError>> VerifyAsync(Snap snap, CancellationToken cancellationToken) => Task.Run(
        () => GuardResult<Snap>(() =>
        {
            if (PlainFile.Open(DiskOf(snap), OpenFlags.ReadOnly).TryGetError(out var error, out var disk)) return Damaged(snap.Id, error.Message);
            using (disk)
            {
                if (DiskPieces.Read(disk, snap.DiskBytes, _ => { }, cancellationToken).TryGetError(out error, out var found)) return error;
                return IsWhole(DiskOf(snap), snap) && found.Sha256 == snap.Sha256 ? snap : Damaged(snap.Id, "its disk is not what was sealed");
            }
        }),
        cancellationToken);

    private UnitResult<LobsterError> Begin(Snap draft) =>
        Folder.Ensure(places.Root, OwnerOnlyFolder)
            .Bind(() => Folder.Ensure(places.Of(draft.TenantId), OwnerOnlyFolder))
            .Bind(() => DurableFile.FlushFolder(places.Root))
            .Bind(() => Folder.Ensure(places.UnfinishedOf(draft.TenantId, draft.Id), OwnerOnlyFolder));

    private Result<T, LobsterError> With<T>(Snap draft, int flags, Func<Fd, Fd, Result<T, LobsterError>> work)
    {
        if (PlainFile.Open(paths.OverlayOf(draft.Tenant), OpenFlags.ReadOnly).TryGetError(out var error, out var source)) return error;
        using (source)
        {
            var path = SnapPlaces.DiskIn(places.UnfinishedOf(draft.TenantId, draft.Id));
            if (Fd.Open(path, flags | OpenFlags.NoFollow, OwnerOnlyFile).TryGetError(out error, out var target)) return error;
            using (target) return work(source, target);
        }
    }

    // Sharing writes out what the host's cache still holds, so the sharing that counts has less to wait for.
    private static Result<bool, LobsterError> Prepare(Fd source, Fd target)
    {
        if (SparseFile.TryClone(source, target).IsSuccess) return SparseFile.SetSize(target, 0).Map(() => true);
        return SparseFile.Copy(source, target).Map(() => false);
    }

    private static Result<long, LobsterError> Copy(Snap draft, Fd source, Fd target, CancellationToken cancellationToken)
    {
        if (FileStat.Of(source).TryGetError(out var error, out var disk)) return error;
        if (disk.SizeBytes != draft.DiskBytes)
            return new LobsterError(SnapErrors.FileFailed, $"the disk has {disk.SizeBytes} bytes, its tenant's entry says {draft.DiskBytes}");
        if (FileStat.Of(target).TryGetError(out error, out var begun)) return error;

        // What could not be copied before is empty: then the file system shares extents.
        if (begun.SizeBytes == 0) return SparseFile.TryClone(source, target).Map(() => draft.DiskBytes);
        return new DiskDelta(source, target, draft.DiskBytes).Run(cancellationToken);
    }

    private Result<Snap, LobsterError> Seal(Snap draft, CancellationToken cancellationToken)
    {
        var folder = places.UnfinishedOf(draft.TenantId, draft.Id);
        if (PlainFile.Open(SnapPlaces.DiskIn(folder), OpenFlags.ReadOnly).TryGetError(out var error, out var disk)) return Failed(draft, error);
        using (disk)
        {
            if (DiskPieces.Read(disk, draft.DiskBytes, _ => { }, cancellationToken).TryGetError(out error, out var content)) return Failed(draft, error);
            return Keep(disk, draft with { Sha256 = content.Sha256, ContentBytes = content.ContentBytes });
        }
    }

    // Everything of it is flushed before it gets its name.
    private Result<Snap, LobsterError> Keep(Fd disk, Snap whole)
    {
        var folder = places.UnfinishedOf(whole.TenantId, whole.Id);
        if (FileOwner.Set(disk, 0, 0, ReadOnlyFile).Bind(() => SparseFile.Sync(disk)).TryGetError(out var error)) return Failed(whole, error);
        if (DurableFile.Replace(SnapPlaces.ManifestIn(folder), SnapManifest.Write(whole), ReadOnlyFile).TryGetError(out error)) return Failed(whole, error);
        Directory.Move(folder, places.Of(whole.TenantId, whole.Id));
        return DurableFile.FlushFolder(places.Of(whole.TenantId)).Map(() => whole).MapError(cause => Failed(whole, cause));
    }
}
