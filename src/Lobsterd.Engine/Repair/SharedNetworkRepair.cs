using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Network;

namespace Lobsterd.Engine.Repair;

/// <summary>Raises the wall that all share, and switches forwarding on.</summary>
public sealed class SharedNetworkRepair(ITenantNetwork network) : HostRepair(HealthRepairs.SharedNetwork)
{
    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> DoAsync(CancellationToken cancellationToken) => network.EnsureBaseAsync(cancellationToken);
}
