using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Forks;

/// <summary>Where a tenant's memory and disk lie while copies of it are made: one such pair a tenant, gone when the copies stand. It need not outlive the host.</summary>
public interface IForkStore
{
    /// <summary>Makes an empty place. What there was of an earlier one is gone.</summary>
    /// <returns>Where memory, devices and disk go.</returns>
    /// <error code="fork.file.failed">It could not be made.</error>
    Result<ForkFiles, LobsterError> Begin(VmOwner source);

    /// <summary>Puts the saved memory of a tenant that sleeps there too, by links, as it is never written, and a copy of its devices.</summary>
    /// <error code="fork.file.failed">A link or the copy could not be made.</error>
    UnitResult<LobsterError> Share(VmOwner source, SnapshotFiles saved);

    /// <summary>Copies the tenant's disk, which nobody writes to while this runs, to its place: by reflink, or its data without its holes.</summary>
    /// <error code="fork.file.failed">There is no room, or a disk error.</error>
    Task<UnitResult<LobsterError>> CopyDiskAsync(VmOwner source, CancellationToken cancellationToken);

    /// <summary>Where they are, whether they are there or not.</summary>
    ForkFiles FilesOf(VmOwner source);

    /// <summary>Removes what is there. Nothing there is success.</summary>
    /// <error code="fork.file.failed">A file could not be removed.</error>
    UnitResult<LobsterError> Remove(VmOwner source);
}
