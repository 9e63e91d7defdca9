using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Sleep;

/// <summary>The saved states of sleeping tenants, one each. A state gets its name when it is whole and flushed, loses it before anything of it is
/// removed, and is marked before a VM runs from it: so whatever is found is of one instant with the tenant's disk, or says that it is not.</summary>
public interface ISleepStore
{
    /// <summary>Makes an empty folder for a state to be. What there was of an earlier one is gone, durably.</summary>
    /// <returns>Where memory and devices go.</returns>
    /// <error code="sleep.file.failed">It could not be made.</error>
    Result<SnapshotFiles, LobsterError> Begin(VmOwner owner);

    /// <summary>Sums up the files, which their writer has flushed, and gives the state its name.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="draft">What it is; its files are filled in.</param>
    /// <param name="cancellationToken">Ends the summing; nothing is sealed then.</param>
    /// <error code="sleep.file.failed">There is no room, or a disk error.</error>
    Task<Result<SleepState, LobsterError>> SealAsync(VmOwner owner, SleepState draft, CancellationToken cancellationToken);

    /// <summary>The state's passport; its files are not looked at.</summary>
    /// <error code="sleep.state.missing">There is none of this tenant.</error>
    /// <error code="sleep.state.damaged">Its passport cannot be read.</error>
    Result<SleepState, LobsterError> Find(VmOwner owner);

    /// <summary>Where a state's files lie, whether or not there is one; nothing of them is checked.</summary>
    SnapshotFiles FilesOf(VmOwner owner);

    /// <summary>Reads all of a state and compares it with its passport.</summary>
    /// <returns>Its files, to be loaded.</returns>
    /// <error code="sleep.state.missing">There is none of this tenant.</error>
    /// <error code="sleep.state.damaged">A file holds something else.</error>
    /// <error code="sleep.state.begun">A VM may have run from it.</error>
    Task<Result<SnapshotFiles, LobsterError>> CheckAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>Marks a state, durably, as one that a VM may have run from. None there is success.</summary>
    /// <error code="sleep.file.failed">The mark could not be made durable; nothing may run then.</error>
    UnitResult<LobsterError> MarkBegun(VmOwner owner);

    /// <summary>Removes a state, begun, sealed or unfinished. None there is success.</summary>
    /// <error code="sleep.file.failed">A file could not be removed.</error>
    UnitResult<LobsterError> Remove(VmOwner owner);
}
