using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Has the guest write what it holds back, so that even a cold boot of its disk loses nothing, and stand still, so that a copy of what it sleeps as is nobody.</summary>
/// <remarks>A guest that cannot stand still sleeps all the same; it cannot be forked asleep.</remarks>
public sealed class QuietStep(GuestHold hold) : SagaStep<SuspendPlan, Quieted>
{
    /// <inheritdoc/>
    public override string Name => "quiet";

    /// <inheritdoc/>
    public override async Task<Result<Quieted, LobsterError>> DoAsync(SuspendPlan input, CancellationToken cancellationToken)
    {
        if (input.Nonce is not { } nonce) return new Quieted();
        var held = await hold.BeginAsync(input.Tenant, nonce, cancellationToken);
        if (!held.TryGetError(out var error)) return new Quieted { IsHeld = true };
        return error.Code == AgentErrors.Refused ? new Quieted() : error;
    }

    /// <summary>The guest goes on.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(SuspendPlan input, Quieted? output, CancellationToken cancellationToken) =>
        input.Nonce is { } nonce ? hold.EndAsync(input.Tenant, nonce, cancellationToken) : Task.FromResult(UnitResult.Success<LobsterError>());
}
