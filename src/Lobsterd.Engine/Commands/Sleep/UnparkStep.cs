using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Lets what waits at the edge, and what comes, go to the tenant.</summary>
public sealed class UnparkStep(IEdge edge, SpawnSaga routes) : SagaStep<ResumePlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "unpark";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(ResumePlan input, CancellationToken cancellationToken) =>
        (await edge.UnparkAsync(routes.RouteOf(input.Tenant), cancellationToken)).Map(() => Nothing.Value);

    /// <summary>What comes waits again: its VM is about to end.</summary>
    public override async Task<UnitResult<LobsterError>> UndoAsync(ResumePlan input, Nothing? output, CancellationToken cancellationToken) =>
        (await edge.ParkAsync(input.Tenant.Name, force: true, cancellationToken)).TryGetError(out var error) && error.Code != EdgeErrors.RouteMissing
            ? error
            : UnitResult.Success<LobsterError>();
}
