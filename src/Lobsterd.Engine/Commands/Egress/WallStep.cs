using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Egress;

/// <summary>Makes the firewall hold the guest to the policy, at once: connections that it does not allow are cut.</summary>
public sealed class WallStep(ITenantNetwork network) : SagaStep<EgressPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "wall";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(EgressPlan input, CancellationToken cancellationToken) =>
        (await network.AttachAsync(AttachNetworkInput.Of(input.Tenant with { Egress = input.Policy }), cancellationToken)).Map(() => Nothing.Value);

    /// <inheritdoc/>
    public override Task<UnitResult<LobsterError>> UndoAsync(EgressPlan input, Nothing? output, CancellationToken cancellationToken) =>
        network.AttachAsync(AttachNetworkInput.Of(input.Tenant), cancellationToken);
}
