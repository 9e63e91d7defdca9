using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Workload;

/// <summary>Makes the workload's process.</summary>
internal interface IWorkloadStarter
{
    /// <summary>Starts what the claim wants to run; its output goes to the log.</summary>
    /// <error code="guest.workload.spawn-failed">The process could not be made; the cause says why.</error>
    Result<IWorkloadProcess, LobsterError> Start(TenantClaim claim);
}
