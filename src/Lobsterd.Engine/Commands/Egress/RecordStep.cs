using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Egress;

/// <summary>Writes the policy down: whatever builds the tenant's network from here on builds it so.</summary>
public sealed class RecordStep(RegistryBook registry) : SagaStep<EgressPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "record";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(EgressPlan input, CancellationToken cancellationToken) =>
        await WriteAsync(input, input.Policy, cancellationToken);

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(EgressPlan input, Nothing? output, CancellationToken cancellationToken) =>
        await WriteAsync(input, input.Tenant.Egress, cancellationToken);

    private async Task<Result<Nothing, LobsterError>> WriteAsync(EgressPlan input, EgressPolicy policy, CancellationToken cancellationToken) =>
        (await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, input.Tenant.Name, input.Tenant.Id, tenant => tenant with { Egress = policy }), cancellationToken))
        .Map(_ => Nothing.Value);
}
