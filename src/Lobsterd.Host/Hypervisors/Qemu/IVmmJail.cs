using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>What starts VMMs, finds them again and removes them.</summary>
internal interface IVmmJail
{
    /// <summary>Starts a VMM.</summary>
    Task<Result<VmmProcess, LobsterError>> StartAsync(VmmStart start, CancellationToken cancellationToken);

    /// <summary>Takes hold of a VMM that an earlier service started.</summary>
    Task<Result<VmmProcess, LobsterError>> FindAsync(VmOwner owner, VmRecord recorded, CancellationToken cancellationToken);

    /// <summary>How the VMM that an owner had ended; null when nothing tells.</summary>
    VmExit? ExitOf(VmOwner owner);

    /// <summary>Ends a VMM, known or not, and removes all that is left of it.</summary>
    Task<UnitResult<LobsterError>> RemoveAsync(VmOwner owner, CancellationToken cancellationToken);
}
