using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Stops requests from reaching the tenant.</summary>
public sealed class UnrouteStep(IEdge edge) : EvictStep
{
    /// <inheritdoc/>
    public override string Name => "unroute";

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken) =>
        edge.WithdrawAsync(input.Tenant.Name, cancellationToken);
}
