using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Storage;

/// <summary>The tenants' writable disks.</summary>
public interface IOverlays
{
    /// <summary>Makes the disk from the pre-made empty ext4, by reflink or sparse copy; an existing whole one is kept as it is.</summary>
    /// <returns>The absolute path of the file. It may be used at once, but only <see cref="FlushAsync"/> makes it outlive a power cut.</returns>
    /// <error code="storage.overlay.foreign">The file that is there belongs to another slot's UID; it is left alone.</error>
    /// <error code="storage.overlay.damaged">The file that is there is no overlay of that size; it is left alone.</error>
    /// <error code="storage.empty.failed">The empty disk to start from could not be made.</error>
    /// <error code="storage.disk.exhausted">The file system is full.</error>
    /// <error code="storage.file.failed">A file could not be read or written.</error>
    Task<Result<string, LobsterError>> EnsureAsync(EnsureOverlayInput input, CancellationToken cancellationToken);

    /// <summary>Waits until the disk is on stable storage, folder entries included. Called before anything durable relies on it; it costs a flush
    /// of the host's disk, so it runs beside the boot.</summary>
    /// <error code="storage.file.failed">The disk is not there, or could not be flushed.</error>
    Task<UnitResult<LobsterError>> FlushAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>Removes the tenant's folder with its disk. Absent already is success, and so is a disk of another slot's UID, which stays.</summary>
    /// <error code="storage.file.failed">A file could not be removed.</error>
    Task<UnitResult<LobsterError>> RemoveAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>Absolute path of a tenant's disk, whether it is there or not.</summary>
    string PathOf(TenantName tenant);

    /// <summary>Puts a copy of another disk in the place of a tenant's, which no VM uses, or which is lost. The copy is flushed before it takes the place, and the old disk
    /// stays beside it until <see cref="DropReplacedAsync"/>. Repeating it changes nothing.</summary>
    /// <param name="input">The disk as it shall be; its origin is what is copied.</param>
    /// <param name="cancellationToken">Gives up before the exchange.</param>
    /// <error code="storage.overlay.foreign">The disk that is there belongs to another slot's UID; it is left alone.</error>
    /// <error code="storage.disk.exhausted">The file system is full.</error>
    /// <error code="storage.file.failed">A file could not be read or written.</error>
    Task<UnitResult<LobsterError>> ReplaceAsync(EnsureOverlayInput input, CancellationToken cancellationToken);

    /// <summary>Puts a replaced disk back. None there is success.</summary>
    /// <error code="storage.file.failed">A file could not be renamed.</error>
    Task<UnitResult<LobsterError>> TakeBackReplacedAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>Removes a replaced disk. None there is success.</summary>
    /// <error code="storage.file.failed">A file could not be removed.</error>
    Task<UnitResult<LobsterError>> DropReplacedAsync(VmOwner owner, CancellationToken cancellationToken);
}
