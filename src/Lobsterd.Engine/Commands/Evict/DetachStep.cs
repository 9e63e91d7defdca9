using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Removes the tenant's TAP and firewall elements.</summary>
public sealed class DetachStep(ITenantNetwork network) : EvictStep
{
    /// <inheritdoc/>
    public override string Name => "detach";

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken) =>
        network.DetachAsync(input.Tenant.Owner, cancellationToken);
}
