using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Workload;

/// <summary>Makes the workload's process.</summary>
internal interface IWorkloadStarter
{
    /// <summary>Hands a program that waits for its tenant over to this one, so that <see cref="Start"/> finds it started; one that does not fit is killed.</summary>
    Task SettleAsync(TenantClaim claim);

    /// <summary>Kills what was started before it was asked for, a tenant's already or not; completes when nothing of it is left.</summary>
    Task AbandonAsync();

    /// <summary>Starts what the claim wants to run; its output goes to the log.</summary>
    /// <error code="guest.workload.spawn-failed">The process could not be made; the cause says why.</error>
    Result<IWorkloadProcess, LobsterError> Start(TenantClaim claim);
}
