using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Identity;
using Lobsterd.Domain.Tenants;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

public sealed partial class AgentClient
{
    // A guest gives its processes this long to freeze, and those of a copy to end.
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> HoldAsync(VmOwner owner, string token, byte[] nonce, CancellationToken cancellationToken) =>
        DoAsync(new AgentCall(owner, new AgentRequest.Hold { Token = token, Nonce = nonce }, "hold", Standstill + AnswerBound), cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> ReleaseAsync(VmOwner owner, string token, byte[] nonce, CancellationToken cancellationToken) =>
        DoAsync(new AgentCall(owner, new AgentRequest.Release { Token = token, Nonce = nonce }, "release", AnswerBound), cancellationToken);

    /// <inheritdoc/>
    public Task<Result<GuestProof?, LobsterError>> ReclaimAsync(
        VmOwner owner, TenantClaim claim, byte[] nonce, bool keepProcesses, CancellationToken cancellationToken)
    {
        var request = new AgentRequest.Reclaim { Nonce = nonce, Identity = AgentMessages.Of(claim), KeepProcesses = keepProcesses };
        return ProveAsync(new AgentCall(owner, request, "reclaim", Standstill + AnswerBound), cancellationToken);
    }
}
