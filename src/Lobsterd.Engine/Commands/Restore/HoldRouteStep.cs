using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>Stops requests from reaching the tenant, for a while.</summary>
public sealed class HoldRouteStep(IEdge edge) : SagaStep<EdgeRoute, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "unroute";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(EdgeRoute input, CancellationToken cancellationToken) =>
        (await edge.WithdrawAsync(input.Tenant, cancellationToken)).Map(() => Nothing.Value);

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(EdgeRoute input, Nothing? output, CancellationToken cancellationToken) =>
        edge.PublishAsync(input, cancellationToken);
}
