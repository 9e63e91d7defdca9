using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Parks the tenant at the edge: from here on what comes for it waits, and asks for it to be woken.</summary>
public sealed class ParkStep(IEdge edge, SpawnSaga routes) : SagaStep<SuspendPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "park";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(SuspendPlan input, CancellationToken cancellationToken) =>
        (await edge.ParkAsync(input.Tenant.Name, input.Force, cancellationToken)).Map(() => Nothing.Value);

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(SuspendPlan input, Nothing? output, CancellationToken cancellationToken) =>
        edge.UnparkAsync(routes.RouteOf(input.Tenant), cancellationToken);
}
