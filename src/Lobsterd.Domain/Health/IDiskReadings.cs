using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Health;

/// <summary>Reads tenants' disks back, and takes one back whose owner was changed.</summary>
public interface IDiskReadings
{
    /// <summary>What is wrong with a tenant's disk; none when nothing is.</summary>
    Result<IReadOnlyList<string>, LobsterError> FaultsOf(EnsureOverlayInput planned);

    /// <summary>Gives the disk's file to its slot's user, mode 0600.</summary>
    /// <error code="storage.overlay.foreign">It belongs to another slot; it is left alone.</error>
    /// <error code="storage.file.failed">It is not there, or could not be changed.</error>
    UnitResult<LobsterError> TakeBack(VmOwner owner);
}
