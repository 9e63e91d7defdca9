using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Has the guest write what it holds back, so that even a cold boot of its disk loses nothing, and ends our connection to its agent.</summary>
public sealed class QuietStep(IAgents agents) : SagaStep<SuspendPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "quiet";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(SuspendPlan input, CancellationToken cancellationToken)
    {
        var tenant = input.Tenant;
        if ((await agents.SyncAsync(tenant.Owner, tenant.AgentToken, cancellationToken)).TryGetError(out var error)) return error;

        // A connection that stays would be saved too, with an end of it that leads nowhere.
        await agents.HangUpAsync(tenant.Owner, cancellationToken);
        return Nothing.Value;
    }

    /// <summary>There is nothing to undo: the guest goes on.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(SuspendPlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
