using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.FileSystems;

namespace Lobsterd.Guest.Overlay;

/// <summary>The ext4 beneath the guest's root, by a descriptor taken before the root was moved: the overlay file system above it cannot be
/// frozen, and no path leads to it any more.</summary>
internal sealed class KernelOverlay(Fd disk) : IOverlay
{
    /// <inheritdoc/>
    public (long TotalBytes, long FreeBytes) Space =>
        // The root shows the numbers of the disk that it writes to.
        FileSystemSpace.Of("/").TryGetValue(out var space) ? (space.TotalBytes, space.AvailableBytes) : default;

    /// <inheritdoc/>
    public bool? IsReadOnly => FileSystemSpace.Of(disk).TryGetValue(out var space) ? space.IsReadOnly : null;

    /// <inheritdoc/>
    public UnitResult<LobsterError> Sync() => FileSystem.Sync(disk);

    /// <inheritdoc/>
    public UnitResult<LobsterError> Freeze() => FileSystem.Freeze(disk);

    /// <inheritdoc/>
    public UnitResult<LobsterError> Thaw() => FileSystem.Thaw(disk);
}
