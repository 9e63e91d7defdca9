using CSharpFunctionalExtensions;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Repair;

/// <summary>Starts edge and Caddy where they do not run, replaces one that hangs, and gives Caddy our server.</summary>
public sealed class FrontRepair(IEdge edge) : HostRepair(HealthRepairs.Front)
{
    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> DoAsync(CancellationToken cancellationToken) => edge.EnsureUpAsync(cancellationToken);
}
