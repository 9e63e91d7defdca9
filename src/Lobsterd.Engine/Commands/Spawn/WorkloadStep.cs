using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Starts the workload and waits until its port answers.</summary>
public sealed class WorkloadStep(IAgents agents, WorkloadCatalogue workloads) : SagaStep<Tenant, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "workload";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(Tenant input, CancellationToken cancellationToken)
    {
        if ((await agents.StartWorkloadAsync(input.Owner, input.AgentToken, cancellationToken)).TryGetError(out var error)) return error;
        return (await agents.WaitWorkloadAsync(input.Owner, input.AgentToken, workloads.ReadyWithin(input), cancellationToken)).Map(() => Nothing.Value);
    }

    /// <summary>There is nothing to undo: the workload goes with the VM.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(Tenant input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
