using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>Brings edge and Caddy up.</summary>
public sealed class EdgeStep(IEdge edge) : InitStep
{
    /// <inheritdoc/>
    public override string Name => "edge";

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> PrepareAsync(InitPlan input, CancellationToken cancellationToken) =>
        edge.EnsureUpAsync(cancellationToken);

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> RevertAsync(InitPlan input, CancellationToken cancellationToken) =>
        edge.TearDownAsync(cancellationToken);
}
