using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Storage;

/// <summary>The tenants' writable disks, <c>tenants/NAME/overlay.ext4</c>: each a copy of an empty disk or of a
/// template's, 0600 and its slot's UID's.</summary>
/// <remarks>A disk gets its name when it is whole, so a crash leaves either none or a whole one; and its UID tells whose it is, so a slot never comes
/// to use what another slot's tenant of the same name has left.</remarks>
public sealed partial class Overlays(LobsterdPaths paths, EmptyDisks emptyDisks) : IOverlays
{
    private const int OwnerOnlyFolder = 0x1C0;
    private const int OwnerOnlyFile = 0x180;

    /// <inheritdoc/>
    public async Task<Result<string, LobsterError>> EnsureAsync(EnsureOverlayInput input, CancellationToken cancellationToken)
    {
        var path = paths.OverlayOf(input.Owner.Name);
        if (FileStat.Of(path).TryGetValue(out var stat)) return CheckExisting(path, stat, input).Map(() => path);
        if (input.Origin is { } origin) return Make(path, origin, input.Owner).Map(() => path);
        if ((await emptyDisks.EnsureAsync(input.SizeBytes, cancellationToken)).TryGetError(out var noEmpty, out var empty)) return noEmpty;
        return Make(path, empty, input.Owner).Map(() => path);
    }

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> FlushAsync(VmOwner owner, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                if (PlainFile.Open(paths.OverlayOf(owner.Name), OpenFlags.ReadOnly).TryGetError(out var missing, out var disk)) return Failed(owner, missing);
                using (disk)
                {
                    return SparseFile.Sync(disk)
                        .Bind(() => DurableFile.FlushFolder(paths.TenantOf(owner.Name)))
                        .Bind(() => DurableFile.FlushFolder(paths.Tenants))
                        .MapError(cause => Failed(owner, cause));
                }
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> RemoveAsync(VmOwner owner, CancellationToken cancellationToken) =>
        Task.Run(() => Remove(owner), cancellationToken);

    private UnitResult<LobsterError> Make(string path, string origin, VmOwner owner) =>
        Copy(path + ".new", origin, owner).Bind(() => Guard(owner, () => File.Move(path + ".new", path, overwrite: true)));

    private UnitResult<LobsterError> Copy(string unfinished, string origin, VmOwner owner)
    {
        // The folder is root's, so nobody but us names anything in it.
        if (Folder.Ensure(paths.TenantOf(owner.Name), OwnerOnlyFolder).TryGetError(out var noFolder)) return Failed(owner, noFolder);
        if (Fd.Open(origin, OpenFlags.ReadOnly).TryGetError(out var unreadable, out var source)) return Failed(owner, unreadable);
        using (source)
        {
            var opened = Fd.Open(unfinished, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow, OwnerOnlyFile);
            if (opened.TryGetError(out var unwritable, out var target)) return Failed(owner, unwritable);
            using (target)
            {
                var uid = paths.Instance.UidOf(owner.Slot);
                var made = SparseFile.CloneOrCopy(source, target).Bind(_ => FileOwner.Set(target, uid, uid, OwnerOnlyFile));
                return made.TryGetError(out var error) ? Failed(owner, error) : UnitResult.Success<LobsterError>();
            }
        }
    }

    private UnitResult<LobsterError> CheckExisting(string path, FileStat stat, EnsureOverlayInput input)
    {
        var uid = paths.Instance.UidOf(input.Owner.Slot);
        if (stat.Type != FileKind.File) return Damaged(path, "it is no file");
        if (stat.UserId != uid)
            return new LobsterError(
                StorageErrors.OverlayForeign,
                $"{path} belongs to UID {stat.UserId}, not to slot {input.Owner.Slot.Number}'s {uid}",
                "it was left by an earlier tenant of that name: remove its folder, or choose another name");
        if (stat.SizeBytes != input.SizeBytes) return Damaged(path, $"it has {stat.SizeBytes} bytes, must have {input.SizeBytes}");

        string? fault = null;
        return Guard(input.Owner, () => fault = FaultOf(path, stat.SizeBytes))
            .Bind(() => fault is null ? UnitResult.Success<LobsterError>() : Damaged(path, fault))
            .Bind(() => stat.GroupId == uid && stat.Mode == OwnerOnlyFile ? UnitResult.Success<LobsterError>() : Claim(path, input.Owner, uid));
    }

    private static string? FaultOf(string path, long sizeBytes)
    {
        var superblock = new byte[Ext4.SuperblockSize];
        using var file = File.OpenHandle(path);
        return Ext4.FaultOf(superblock.AsSpan(0, RandomAccess.Read(file, superblock, Ext4.SuperblockOffset)), sizeBytes);
    }

    private static UnitResult<LobsterError> Claim(string path, VmOwner owner, uint uid)
    {
        if (Fd.Open(path, OpenFlags.ReadOnly | OpenFlags.NoFollow).TryGetError(out var unopened, out var file)) return Failed(owner, unopened);
        using (file) return FileOwner.Set(file, uid, uid, OwnerOnlyFile).MapError(cause => Failed(owner, cause));
    }

    private UnitResult<LobsterError> Remove(VmOwner owner)
    {
        var folder = paths.TenantOf(owner.Name);
        var isForeign = FileStat.Of(paths.OverlayOf(owner.Name)).TryGetValue(out var stat) && stat.UserId != paths.Instance.UidOf(owner.Slot);
        if (isForeign || !Directory.Exists(folder)) return UnitResult.Success<LobsterError>();
        return Guard(owner, () => Directory.Delete(folder, recursive: true)).Bind(() => DurableFile.FlushFolder(paths.Tenants).MapError(cause => Failed(owner, cause)));
    }

    private static UnitResult<LobsterError> Guard(VmOwner owner, Action act)
    {
        try
        {
            act();
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Failed(owner, new LobsterError(StorageErrors.FileFailed, failure.Message));
        }
    }

    private static LobsterError Failed(VmOwner owner, LobsterError cause) => new(
        cause.Code == FileErrors.NoRoom ? StorageErrors.DiskExhausted : StorageErrors.FileFailed, $"the disk of tenant {owner.Name} failed", Cause: cause);

    private static LobsterError Damaged(string path, string why) =>
        new(StorageErrors.OverlayDamaged, $"{path} is no disk of this tenant: {why}", "nothing of it was changed; move it away to start with an empty disk");
}
