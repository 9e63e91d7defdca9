using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Makes a copy the new tenant's: seed, ids, name, secrets, and only then an address.</summary>
public sealed class ReclaimStep(IAgents agents, ClaimStep claims) : SagaStep<ReclaimInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "reclaim";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(ReclaimInput input, CancellationToken cancellationToken)
    {
        if (claims.ClaimOf(input.Claim).TryGetError(out var unread, out var claim)) return unread;
        return (await agents.ReclaimAsync(input.Claim.Tenant.Owner, claim, input.Nonce, input.KeepProcesses, cancellationToken))
            .Bind(proof => claims.Prove(input.Claim, claim, proof));
    }

    /// <summary>There is nothing to undo: the identity goes with the VM.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(ReclaimInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
