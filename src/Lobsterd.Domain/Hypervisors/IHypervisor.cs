using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Hypervisors;

/// <summary>One way to run virtual machines. Every act is idempotent and finds its objects by owner.</summary>
/// <remarks>States: absent → (boot) running ⇄ paused → (kill) absent; absent → (restore) paused.</remarks>
public interface IHypervisor
{
    /// <summary>The driver's name, as it stands in the registry.</summary>
    HypervisorName Name { get; }

    /// <summary>Starts a VM from its kernel and leaves it running; returns as soon as the VMM runs the guest's CPUs.</summary>
    /// <returns>The process; limits that the host could not enforce are told by <see cref="StatsAsync"/>.</returns>
    /// <error code="vm.start.failed">The VMM did not come up; nothing of it is left.</error>
    Task<Result<VmProcess, LobsterError>> BootAsync(BootVmInput input, CancellationToken cancellationToken);

    /// <summary>Starts a VM from a snapshot and leaves it paused. The memory file is never written.</summary>
    /// <error code="vm.state.unusable">The snapshot does not fit or did not load; nothing of the VM is left.</error>
    /// <error code="vm.start.failed">The VMM did not come up; nothing of it is left.</error>
    Task<Result<VmProcess, LobsterError>> RestoreAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken);

    /// <summary>Whether a snapshot would be loaded by the hypervisor that is installed now, on this CPU, judged by its passport: no VM is made, and its memory
    /// is not read.</summary>
    /// <error code="vm.state.unusable">It would not; the message says why.</error>
    /// <error code="vm.hypervisor.missing">There is no such hypervisor any more.</error>
    Task<UnitResult<LobsterError>> FitsAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken);

    /// <summary>Reads all that a snapshot stands on beside its own two files, and compares it with what was told of it when the snapshot was made. Nothing there to
    /// read is success.</summary>
    /// <error code="vm.state.unusable">It is not there, or it is something else; the message says what.</error>
    Task<UnitResult<LobsterError>> CheckBaseAsync(SnapshotFiles files, CancellationToken cancellationToken);

    /// <summary>Stops the virtual CPUs; disk writes under way are finished and flushed. A paused VM stays paused.</summary>
    /// <error code="vm.process.not-running">There is no VM.</error>
    Task<UnitResult<LobsterError>> PauseAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>Lets the virtual CPUs run. A running VM stays running.</summary>
    /// <error code="vm.process.not-running">There is no VM.</error>
    Task<UnitResult<LobsterError>> ResumeAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>Writes memory and device state of a paused VM and flushes both files. The VM stays paused.</summary>
    /// <error code="vm.control.refused">The VM is not paused, or the VMM refused.</error>
    /// <error code="vm.state.unwritable">No room, or a disk error; neither file is left.</error>
    Task<UnitResult<LobsterError>> SnapshotAsync(VmOwner owner, SnapshotFiles files, CancellationToken cancellationToken);

    /// <summary>Ends the VMM at once and removes its process, jail, sockets and cgroup. Absent already is success.</summary>
    Task<UnitResult<LobsterError>> KillAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>Takes up a VMM that an earlier service started: checks boot id, start time, executable and cgroup, then reconnects.</summary>
    /// <error code="vm.process.not-running">It has ended since.</error>
    /// <error code="vm.process.foreign">The pid belongs to something else now.</error>
    Task<Result<VmProcess, LobsterError>> AdoptAsync(VmOwner owner, VmProcess recorded, CancellationToken cancellationToken);

    /// <summary>Completes when the VMM has ended, by itself or not; at once when there is none.</summary>
    Task<VmExit> WaitForExitAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>Whether the VM's processors run, as its VMM says; false while they stand still.</summary>
    /// <error code="vm.process.not-running">There is no VM.</error>
    /// <error code="vm.control.unreachable">The VMM does not answer.</error>
    Task<Result<bool, LobsterError>> AreCpusRunningAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>What the VM costs now.</summary>
    /// <error code="vm.process.not-running">There is no VM.</error>
    Task<Result<VmStats, LobsterError>> StatsAsync(VmOwner owner, CancellationToken cancellationToken);
}
