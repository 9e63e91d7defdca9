using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Wake.Schedules;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Has the guest write what it holds back, so that even a cold boot of its disk loses nothing, asks when it wants to be awake, and ends our
/// connection to its agent.</summary>
public sealed class QuietStep(IAgents agents, EventBook events, TimeProvider clock) : SagaStep<SuspendPlan, Quieted>
{
    /// <inheritdoc/>
    public override string Name => "quiet";

    /// <inheritdoc/>
    public override async Task<Result<Quieted, LobsterError>> DoAsync(SuspendPlan input, CancellationToken cancellationToken)
    {
        var tenant = input.Tenant;
        if ((await agents.SyncAsync(tenant.Owner, tenant.AgentToken, cancellationToken)).TryGetError(out var error)) return error;

        // A guest that tells nonsense loses its beats, not its sleep.
        if ((await agents.SchedulesAsync(tenant.Owner, tenant.AgentToken, cancellationToken)).TryGetError(out error, out var schedules))
        {
            if (error.Code != AgentErrors.Garbled) return error;
            _ = events.Add("tenant.schedules-unread", tenant.Name.Value, "service", error.FullMessage, error.Code.Name);
            schedules = [];
        }

        // A connection that stays would be saved too, with an end of it that leads nowhere.
        await agents.HangUpAsync(tenant.Owner, cancellationToken);
        return new Quieted(Agenda.Next(schedules, clock.GetUtcNow()));
    }

    /// <summary>There is nothing to undo: the guest goes on.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(SuspendPlan input, Quieted? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
