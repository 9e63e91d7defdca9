using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Overlay;

/// <summary>The writable disk beneath the guest's root. Calls may block for as long as the disk does, so the loop makes them elsewhere.</summary>
internal interface IOverlay
{
    /// <summary>Its size and free room in bytes.</summary>
    (long TotalBytes, long FreeBytes) Space { get; }

    /// <summary>Whether it cannot be written any more; null where that is not told. The kernel makes a damaged ext4 so.</summary>
    bool? IsReadOnly { get; }

    /// <summary>Writes its caches to the disk.</summary>
    /// <error code="filesystem.sync.failed">The disk refused.</error>
    UnitResult<LobsterError> Sync();

    /// <summary>Writes everything to the disk and holds later writers back.</summary>
    /// <error code="filesystem.freeze.refused">The kernel refused.</error>
    UnitResult<LobsterError> Freeze();

    /// <summary>Lets writers go on.</summary>
    /// <error code="filesystem.thaw.refused">It is not frozen.</error>
    UnitResult<LobsterError> Thaw();
}
