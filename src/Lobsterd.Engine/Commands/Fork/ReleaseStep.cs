using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Lets the original go on, with a seed that none of its copies has, and the time that it has missed.</summary>
public sealed class ReleaseStep(IAgents agents) : SagaStep<ForkPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "release";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(ForkPlan input, CancellationToken cancellationToken)
    {
        if (input.Sleeps) return Nothing.Value;
        return (await agents.WakeAsync(input.Source.Owner, input.Source.AgentToken, input.Nonce, cancellationToken)).Map(() => Nothing.Value);
    }

    /// <summary>There is nothing to undo: the original goes on.</summary>
    public override Task<UnitResult<LobsterError>> UndoAsync(ForkPlan input, Nothing? output, CancellationToken cancellationToken) =>
        Task.FromResult(UnitResult.Success<LobsterError>());
}
