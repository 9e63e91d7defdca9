using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Storage;

public sealed partial class Overlays
{
    // The old disk's second name. While both names lead to one file, the exchange has not happened yet.
    private const string Replaced = ".replaced";
    private const string Replacing = ".replacing";

    /// <inheritdoc/>
    public string PathOf(TenantName tenant) => paths.OverlayOf(tenant);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> ReplaceAsync(EnsureOverlayInput input, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var path = paths.OverlayOf(input.Owner.Name);

            // One that is lost or damaged is what a restore is for; another slot's is not ours to replace.
            if (FileStat.Of(path).TryGetValue(out var stat) && stat.UserId != paths.Instance.UidOf(input.Owner.Slot))
                return new LobsterError(StorageErrors.OverlayForeign, $"{path} belongs to UID {stat.UserId}, not to slot {input.Owner.Slot.Number}");
            if (IsExchanged(path)) return UnitResult.Success<LobsterError>();
            if (input.Origin is not { } origin) return Failed(input.Owner, new LobsterError(StorageErrors.FileFailed, "there is nothing to copy"));
            if (Copy(path + Replacing, origin, input.Owner).TryGetError(out var error)) return error;
            cancellationToken.ThrowIfCancellationRequested();
            return Exchange(path, input.Owner);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> TakeBackReplacedAsync(VmOwner owner, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var path = paths.OverlayOf(owner.Name);
            if (!File.Exists(path + Replaced)) return DropReplaced(owner);
            return Guard(owner, () => File.Move(path + Replaced, path, overwrite: true))
                .Bind(() => DurableFile.FlushFolder(paths.TenantOf(owner.Name)).MapError(cause => Failed(owner, cause)))
                .Bind(() => DropReplaced(owner));
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> DropReplacedAsync(VmOwner owner, CancellationToken cancellationToken) => Task.Run(() => DropReplaced(owner), cancellationToken);

    // The copy is on stable storage before it takes the place, and so is the old disk's second name.
    private UnitResult<LobsterError> Exchange(string path, VmOwner owner)
    {
        var folder = paths.TenantOf(owner.Name);
        if (PlainFile.Open(path + Replacing, OpenFlags.ReadOnly).TryGetError(out var error, out var copy)) return Failed(owner, error);
        using (copy)
            if (SparseFile.Sync(copy).TryGetError(out error)) return Failed(owner, error);
        if (File.Exists(path) && !File.Exists(path + Replaced) && HardLink.Make(path, path + Replaced).TryGetError(out error)) return Failed(owner, error);
        return DurableFile.FlushFolder(folder)
            .Bind(() => Guard(owner, () => File.Move(path + Replacing, path, overwrite: true)))
            .Bind(() => DurableFile.FlushFolder(folder))
            .MapError(cause => Failed(owner, cause));
    }

    private UnitResult<LobsterError> DropReplaced(VmOwner owner)
    {
        var path = paths.OverlayOf(owner.Name);

        // A starting service asks for every tenant: where there is nothing, nothing is flushed.
        if (!File.Exists(path + Replacing) && !File.Exists(path + Replaced)) return UnitResult.Success<LobsterError>();
        return Guard(owner, () =>
        {
            File.Delete(path + Replacing);
            File.Delete(path + Replaced);
        }).Bind(() => DurableFile.FlushFolder(paths.TenantOf(owner.Name)).MapError(cause => Failed(owner, cause)));
    }

    private static bool IsExchanged(string path) =>
        FileStat.Of(path + Replaced).TryGetValue(out var replaced) && FileStat.Of(path).TryGetValue(out var now) && replaced.Identity.Inode != now.Identity.Inode;
}
