using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Admission;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Lets the tenant in, gives it a slot and writes its registry entry.</summary>
public sealed class ReserveStep(RegistryBook registry, SpawnAdmission admission, NetworkPlan network, TimeProvider clock)
    : SagaStep<Tenant, ReserveOutput>
{
    /// <inheritdoc/>
    public override string Name => "reserve";

    /// <inheritdoc/>
    public override async Task<Result<ReserveOutput, LobsterError>> DoAsync(Tenant input, CancellationToken cancellationToken) =>
        (await registry.ChangeAsync(
            snapshot => snapshot.Tenants.TryGetValue(input.Name, out var existing) && existing.Id == input.Id
                ? RegistryEdits.Reserve(snapshot, input, network.TenantSlots)
                : RegistryEdits.Reserve(snapshot, input, network.TenantSlots)
                    .Bind(change => admission.Decide(snapshot, input).Map(() => change)),
            cancellationToken))
        .Map(slot => new ReserveOutput(slot));

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(Tenant input, ReserveOutput? output, CancellationToken cancellationToken) =>
        await registry.ChangeAsync<Nothing>(
            snapshot => RegistryEdits.Forget(snapshot, input.Name, input.Id, clock.GetUtcNow()), cancellationToken);
}
