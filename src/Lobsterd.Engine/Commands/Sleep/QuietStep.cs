using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Schedules;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Wake.Schedules;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Lets the workload lay down what it has in hand, asks the guest when it wants to be awake, and has it write what it holds back, so that even a cold boot of its disk loses nothing, and stand still, so that a
/// copy of what it sleeps as is nobody.</summary>
/// <remarks>A guest that cannot stand still sleeps all the same; it cannot be forked asleep.</remarks>
public sealed class QuietStep(IAgents agents, SleepHook hook, GuestHold hold, EventBook events, TimeProvider clock) : SagaStep<SuspendPlan, Quieted>
{
    /// <inheritdoc/>
    public override string Name => "quiet";

    /// <inheritdoc/>
    public override async Task<Result<Quieted, LobsterError>> DoAsync(SuspendPlan input, CancellationToken cancellationToken)
    {
        // What it schedules as it lays down its work counts too.
        if ((await hook.RunAsync(input.Tenant, input.Force, cancellationToken)).TryGetError(out var error)) return error;
        if ((await DueAsync(input.Tenant, cancellationToken)).TryGetError(out error, out var due)) return error;

        // The plan of an earlier lobsterd has nothing to stand still under: its guest says farewell, and no more.
        if (input.Nonce is not { } nonce)
            return (await hold.PartAsync(input.Tenant, cancellationToken)).TryGetError(out error) ? error : new Quieted(due);

        if (!(await hold.BeginAsync(input.Tenant, nonce, cancellationToken)).TryGetError(out error)) return new Quieted(due) { IsHeld = true };
        return error.Code == AgentErrors.Refused ? new Quieted(due) : error;
    }

    /// <summary>The guest goes on.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(SuspendPlan input, Quieted? output, CancellationToken cancellationToken) =>
        input.Nonce is { } nonce ? hold.EndAsync(input.Tenant, nonce, cancellationToken) : Task.FromResult(UnitResult.Success<LobsterError>());

    // A guest that tells nonsense, or is too old to tell, loses its beats, not its sleep.
    private async Task<Result<ScheduleDue?, LobsterError>> DueAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        if (!(await agents.SchedulesAsync(tenant.Owner, tenant.AgentToken, cancellationToken)).TryGetError(out var error, out var schedules))
            return Agenda.Next(schedules, clock.GetUtcNow());
        if (error.Code != AgentErrors.Garbled && error.Code != AgentErrors.Refused) return error;
        if (error.Code == AgentErrors.Garbled) _ = events.Add("tenant.schedules-unread", tenant.Name.Value, "service", error.FullMessage, error.Code.Name);
        return (ScheduleDue?)null;
    }
}
