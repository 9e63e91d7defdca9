using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;

namespace Lobsterd.Engine.Commands.Setup;

/// <summary>Makes what all tenants' networks share.</summary>
public sealed class BaseNetworkStep(ITenantNetwork network) : InitStep
{
    /// <inheritdoc/>
    public override string Name => "base-network";

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> PrepareAsync(InitPlan input, CancellationToken cancellationToken) =>
        network.EnsureBaseAsync(cancellationToken);

    /// <inheritdoc/>
    protected override Task<UnitResult<LobsterError>> RevertAsync(InitPlan input, CancellationToken cancellationToken) =>
        network.RemoveBaseAsync(cancellationToken);
}
