using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;

namespace Lobsterd.Domain.Agent;

/// <summary>The agents in the guests, reached over each tenant's own TAP. A guest that misbehaves gets an error, never a hang.
/// Any call can fail with the codes below.</summary>
/// <error code="agent.connect.unreachable">The agent did not answer in its bound; safe to repeat.</error>
/// <error code="agent.message.garbled">It answered with something that is no answer, or that cannot be true.</error>
/// <error code="agent.version.unknown">It speaks no version of the protocol that this lobsterd speaks.</error>
/// <error code="agent.token.refused">It closed the connection instead of answering, as it does for a token that is not its own.</error>
/// <error code="agent.claim.refused">The VM has no identity yet, and the call was no claim.</error>
/// <error code="agent.request.refused">It understood and did not; its words are in the message.</error>
public interface IAgents
{
    /// <summary>Completes when the agent answers its greeting; waits by connecting, with no fixed pause above 2 ms while the guest is silent.</summary>
    /// <param name="owner">Whose agent.</param>
    /// <param name="within">Longest wait.</param>
    /// <param name="cancellationToken">Gives the wait up.</param>
    /// <error code="agent.connect.unreachable">It did not answer within that time; the message says what was tried and heard meanwhile.</error>
    Task<UnitResult<LobsterError>> WaitReadyAsync(VmOwner owner, TimeSpan within, CancellationToken cancellationToken);

    /// <summary>Ends the connection that is kept to an agent, and waits until the agent has ended it too: a VM that is saved now holds none of ours.</summary>
    Task HangUpAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>Starts a workload's program in an anonymous VM, and completes when it waits there for its tenant. Repeating it succeeds.</summary>
    /// <error code="agent.request.refused">It could not be started, or did not say that it waits.</error>
    Task<UnitResult<LobsterError>> PrepareWorkloadAsync(VmOwner owner, PreparedWorkload workload, CancellationToken cancellationToken);

    /// <summary>Gives an anonymous VM its identity. Repeating the same claim succeeds.</summary>
    /// <returns>What its guest says it has become; null from an agent that is too old to.</returns>
    /// <error code="agent.claim.refused">The VM has another identity.</error>
    Task<Result<GuestProof?, LobsterError>> ClaimAsync(VmOwner owner, TenantClaim claim, CancellationToken cancellationToken);

    /// <summary>Starts the claimed workload; a running one stays.</summary>
    Task<UnitResult<LobsterError>> StartWorkloadAsync(VmOwner owner, string token, CancellationToken cancellationToken);

    /// <summary>Completes when the workload's port answers; the agent tells it, nobody polls across the wire.</summary>
    /// <param name="owner">Whose VM.</param>
    /// <param name="token">The tenant's agent token.</param>
    /// <param name="within">Longest wait, at most ten minutes; null: the configured one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <error code="agent.workload.silent">It did not answer in its bound.</error>
    Task<UnitResult<LobsterError>> WaitWorkloadAsync(VmOwner owner, string token, TimeSpan? within, CancellationToken cancellationToken);

    /// <summary>Puts a tenant's secrets in the place of those that its guest has.</summary>
    /// <param name="owner">Whose VM.</param>
    /// <param name="token">The tenant's agent token.</param>
    /// <param name="secrets">All that there are.</param>
    /// <param name="restart">Whether a workload that runs is started again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<UnitResult<LobsterError>> SetSecretsAsync(
        VmOwner owner, string token, IReadOnlyList<WorkloadSecret> secrets, bool restart, CancellationToken cancellationToken);

    /// <summary>Stops the workload and leaves the VM up.</summary>
    Task<UnitResult<LobsterError>> StopWorkloadAsync(VmOwner owner, string token, CancellationToken cancellationToken);

    /// <summary>What the health port says.</summary>
    Task<Result<AgentHealth, LobsterError>> HealthAsync(VmOwner owner, CancellationToken cancellationToken);

    /// <summary>What the agent says of its guest.</summary>
    Task<Result<GuestStats, LobsterError>> StatsAsync(VmOwner owner, string token, CancellationToken cancellationToken);

    /// <summary>When the guest wants to be awake; nothing understood yet. An agent that is older than this message has no schedules.</summary>
    Task<Result<IReadOnlyList<GuestSchedule>, LobsterError>> SchedulesAsync(VmOwner owner, string token, CancellationToken cancellationToken);

    /// <summary>Writes the guest's caches to its disk.</summary>
    Task<UnitResult<LobsterError>> SyncAsync(VmOwner owner, string token, CancellationToken cancellationToken);

    /// <summary>Freezes the overlay's file system for at most the given time; the guest thaws by itself after it.</summary>
    Task<UnitResult<LobsterError>> FreezeAsync(VmOwner owner, string token, TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Ends a freeze.</summary>
    /// <error code="agent.request.refused">The guest had thawed by itself before.</error>
    Task<UnitResult<LobsterError>> ThawAsync(VmOwner owner, string token, CancellationToken cancellationToken);

    /// <summary>Sets the guest's wall clock to the host's.</summary>
    Task<UnitResult<LobsterError>> SetClockAsync(VmOwner owner, string token, CancellationToken cancellationToken);

    /// <summary>Tells a guest that slept that it runs on: its generator is seeded anew, and its wall clock set to the host's; then what is frozen goes on.</summary>
    /// <remarks>An agent that is older than this message gets its clock set and nothing more.</remarks>
    /// <param name="owner">Whose VM.</param>
    /// <param name="token">The tenant's agent token.</param>
    /// <param name="nonce">What it stands still under; null where it does not.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<UnitResult<LobsterError>> WakeAsync(VmOwner owner, string token, byte[]? nonce, CancellationToken cancellationToken);

    /// <summary>Has a guest stand still for a copy to be made of its VM: all that runs in it is frozen, it has no address, and it answers nothing but the next
    /// two calls, under the same nonce. Repeating it succeeds.</summary>
    /// <error code="agent.request.refused">It could not, or is too old to know how; it goes on as it was.</error>
    Task<UnitResult<LobsterError>> HoldAsync(VmOwner owner, string token, byte[] nonce, CancellationToken cancellationToken);

    /// <summary>Lets a guest that stood still for a copy go on. One that does not stand still is left alone.</summary>
    Task<UnitResult<LobsterError>> ReleaseAsync(VmOwner owner, string token, byte[] nonce, CancellationToken cancellationToken);

    /// <summary>Makes the copy of a guest that stood still another tenant's. Repeating it succeeds.</summary>
    /// <param name="owner">Whose VM the copy is.</param>
    /// <param name="claim">Who it becomes.</param>
    /// <param name="nonce">What it stands still under.</param>
    /// <param name="keepProcesses">Whether what was frozen goes on; otherwise it is killed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>As <see cref="ClaimAsync"/>.</returns>
    Task<Result<GuestProof?, LobsterError>> ReclaimAsync(VmOwner owner, TenantClaim claim, byte[] nonce, bool keepProcesses, CancellationToken cancellationToken);

    /// <summary>Asks the guest to stop its workload, sync, unmount and reset; answers once it has begun.</summary>
    Task<UnitResult<LobsterError>> ShutdownAsync(VmOwner owner, string token, CancellationToken cancellationToken);

    /// <summary>Runs a command in the guest.</summary>
    /// <error code="agent.request.too-long">Command and environment take more than the protocol allows.</error>
    Task<Result<IExecSession, LobsterError>> ExecAsync(VmOwner owner, string token, ExecSpec spec, CancellationToken cancellationToken);

    /// <summary>The workload's last lines, then new ones as they come while <paramref name="follow"/>; a lost connection is the last item, as an error.</summary>
    IAsyncEnumerable<Result<LogLine, LobsterError>> LogsAsync(VmOwner owner, string token, int tail, bool follow, CancellationToken cancellationToken);
}
