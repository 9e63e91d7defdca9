using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Snapshots;

/// <summary>The copies of tenants' disks that are kept. One is there whole or not at all: it gets its name when everything of it is flushed.</summary>
public interface ISnaps
{
    /// <summary>All that there are, newest first; what cannot be read is left out.</summary>
    /// <error code="snap.file.failed">The store could not be listed.</error>
    Result<IReadOnlyList<Snap>, LobsterError> List();

    /// <summary>Those of one tenant, newest first.</summary>
    /// <error code="snap.file.failed">The store could not be listed.</error>
    Result<IReadOnlyList<Snap>, LobsterError> ListOf(Guid tenant);

    /// <summary>Finds one.</summary>
    /// <error code="snap.name.unknown">There is no such snap.</error>
    /// <error code="snap.store.damaged">Its manifest cannot be read.</error>
    Result<Snap, LobsterError> Find(Guid tenant, SnapId id);

    /// <summary>Absolute path of a sealed one's disk; the file is not to be written.</summary>
    string DiskOf(Snap snap);

    /// <summary>Begins a snap of a tenant's disk: where the file system shares no extents, most of the disk is copied now, while it may still change.</summary>
    /// <returns>Whether extents are shared, so that nothing was copied.</returns>
    /// <error code="snap.file.failed">No room, or an I/O error.</error>
    Task<Result<bool, LobsterError>> PrepareAsync(Snap draft, CancellationToken cancellationToken);

    /// <summary>Makes what was begun equal to the disk, which nobody writes to while this runs.</summary>
    /// <param name="draft">What was begun.</param>
    /// <param name="cancellationToken">Ends it at once; what is there is worth nothing then.</param>
    /// <error code="snap.file.failed">No room, or an I/O error.</error>
    Task<UnitResult<LobsterError>> CopyAsync(Snap draft, CancellationToken cancellationToken);

    /// <summary>Takes its hash, flushes it and gives it its name. One that has it already is the answer.</summary>
    /// <error code="snap.file.failed">No room, or an I/O error.</error>
    Task<Result<Snap, LobsterError>> SealAsync(Snap draft, CancellationToken cancellationToken);

    /// <summary>Removes one, finished or not; absent already is success.</summary>
    /// <error code="snap.file.failed">A file could not be removed.</error>
    UnitResult<LobsterError> Remove(Guid tenant, SnapId id);

    /// <summary>Removes all of a tenant's.</summary>
    /// <error code="snap.file.failed">A file could not be removed.</error>
    UnitResult<LobsterError> RemoveAll(Guid tenant);

    /// <summary>Removes what was begun and never sealed; called before anything begins.</summary>
    /// <error code="snap.file.failed">A file could not be removed.</error>
    UnitResult<LobsterError> Sweep();

    /// <summary>Reads a whole snap and compares it with its manifest.</summary>
    /// <error code="snap.store.damaged">It is not what was sealed.</error>
    Task<Result<Snap, LobsterError>> VerifyAsync(Snap snap, CancellationToken cancellationToken);

    /// <summary>Writes a snap as one file.</summary>
    /// <param name="snap">A sealed one.</param>
    /// <param name="path">Absolute path of the new file; nothing is there.</param>
    /// <param name="cancellationToken">Ends it; nothing of it is left then.</param>
    /// <error code="snap.archive.failed">Something is there, or it could not be written.</error>
    /// <error code="snap.store.damaged">The snap is not what was sealed.</error>
    Task<UnitResult<LobsterError>> ExportAsync(Snap snap, string path, CancellationToken cancellationToken);

    /// <summary>Takes a snap from such a file. All of it is checked before the store has it.</summary>
    /// <error code="snap.archive.failed">The file cannot be read.</error>
    /// <error code="snap.archive.invalid">It is no such file, or a damaged one.</error>
    /// <error code="snap.archive.taken">Another snap has its id.</error>
    /// <error code="snap.file.failed">No room, or an I/O error.</error>
    Task<Result<Snap, LobsterError>> ImportAsync(string path, CancellationToken cancellationToken);
}
