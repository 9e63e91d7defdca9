using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Asks the workload of a tenant that was woken once. What waits at the edge does not wait for it: the workload stood still at an instant at which it ran, and its port
/// was open.</summary>
public sealed class AnswerStep(IAgents agents, WorkloadCatalogue workloads, EventBook events) : SagaStep<AnswerInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "answer";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(AnswerInput input, CancellationToken cancellationToken)
    {
        var tenant = input.Tenant;

        // A workload that had ended before its tenant slept is no reason to throw away what the guest remembers.
        if (!input.WasBooted && (await agents.WaitWorkloadAsync(tenant.Owner, tenant.AgentToken, workloads.ReadyWithin(tenant), cancellationToken)).TryGetError(out var silent))
            _ = events.Add("tenant.workload-silent", tenant.Name.Value, "service", silent.FullMessage, silent.Code.Name);
        return Nothing.Value;
    }

    /// <summary>There is nothing to undo: it only asks.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(AnswerInput input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
