using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Forks;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Forks;

/// <summary>What copies are made from, in the folder <c>fork/</c> of the tenant that is copied: root's alone, since it holds all of the tenant's memory.</summary>
public sealed class ForkStore(LobsterdPaths paths) : IForkStore
{
    private const int OwnerOnlyFolder = 0x1C0;    // 0700
    private const int OwnerOnlyFile = 0x180;      // 0600

    /// <inheritdoc/>
    public Result<ForkFiles, LobsterError> Begin(VmOwner source) =>
        Remove(source)
            .Bind(() => Folder.Ensure(paths.ForkOf(source.Name), OwnerOnlyFolder))
            .Map(() => FilesOf(source))
            .MapError(cause => Failed(source, cause));

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> CopyDiskAsync(VmOwner source, CancellationToken cancellationToken) =>
        Task.Run(() => Copy(paths.OverlayOf(source.Name), FilesOf(source).OverlayPath).MapError(cause => Failed(source, cause)), cancellationToken);

    /// <inheritdoc/>
    public UnitResult<LobsterError> Share(VmOwner source, SnapshotFiles saved)
    {
        // Device states are small, and a driver may want theirs to have no other name.
        var shared = FilesOf(source).Snapshot;
        return HardLink.Make(saved.MemoryPath, shared.MemoryPath)
            .Bind(() => Copy(saved.StatePath, shared.StatePath))
            .Bind(() => File.Exists(saved.BasePath) ? HardLink.Make(saved.BasePath, shared.BasePath!) : UnitResult.Success<LobsterError>())
            .MapError(cause => Failed(source, cause));
    }

    /// <inheritdoc/>
    public ForkFiles FilesOf(VmOwner source)
    {
        var folder = paths.ForkOf(source.Name);

        // Its memory becomes that of several, so none of them may take it for its own.
        var snapshot = new SnapshotFiles(Path.Combine(folder, "memory"), Path.Combine(folder, "state")) { BasePath = Path.Combine(folder, "base") };
        return new ForkFiles(snapshot, Path.Combine(folder, "overlay.ext4"));
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Remove(VmOwner source)
    {
        var folder = paths.ForkOf(source.Name);
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(ForkErrors.FileFailed, $"{folder}: {failure.Message}");
        }
    }

    private static UnitResult<LobsterError> Copy(string from, string to)
    {
        const int Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate | OpenFlags.NoFollow;
        if (PlainFile.Open(from, OpenFlags.ReadOnly).TryGetError(out var error, out var source)) return error;
        using (source)
        {
            if (Fd.Open(to, Flags, OwnerOnlyFile).TryGetError(out error, out var copy)) return error;
            using (copy) return SparseFile.CloneOrCopy(source, copy).TryGetError(out error, out _) ? error : UnitResult.Success<LobsterError>();
        }
    }

    private static LobsterError Failed(VmOwner source, LobsterError cause) =>
        cause.Code == ForkErrors.FileFailed ? cause : new LobsterError(ForkErrors.FileFailed, $"what copies of {source.Name} are made from could not be kept", Cause: cause);
}
