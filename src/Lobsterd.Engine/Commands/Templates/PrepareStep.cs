using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Templates;

/// <summary>Has the workload's program started in the anonymous VM, where the template is one of a workload that waits. Its tenant's spawn then starts nothing.</summary>
public sealed class PrepareStep(IAgents agents) : SagaStep<TemplateBuildPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "workload";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(TemplateBuildPlan input, CancellationToken cancellationToken) =>
        input.Inputs.Workload is { } workload
            ? (await agents.PrepareWorkloadAsync(input.Owner, workload, cancellationToken)).Map(() => Nothing.Value)
            : Nothing.Value;

    /// <summary>There is nothing to undo: the program goes with the VM.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(TemplateBuildPlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
