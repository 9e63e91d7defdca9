using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Lets requests reach the tenant.</summary>
public sealed class RouteStep(IEdge edge) : SagaStep<EdgeRoute, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "route";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(EdgeRoute input, CancellationToken cancellationToken) =>
        (await edge.PublishAsync(input, cancellationToken)).Map(() => Nothing.Value);

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(EdgeRoute input, Nothing? output, CancellationToken cancellationToken) =>
        edge.WithdrawAsync(input.Tenant, cancellationToken);
}
