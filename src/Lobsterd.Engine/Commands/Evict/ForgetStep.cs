using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Removes the registry entry and frees the slot.</summary>
public sealed class ForgetStep(RegistryBook registry, TimeProvider clock) : EvictStep
{
    /// <inheritdoc/>
    public override string Name => "forget";

    /// <inheritdoc/>
    protected override async Task<UnitResult<LobsterError>> RemoveAsync(EvictPlan input, CancellationToken cancellationToken) =>
        await registry.ChangeAsync<Nothing>(
            snapshot => RegistryEdits.Forget(snapshot, input.Tenant.Name, input.Tenant.Id, clock.GetUtcNow()), cancellationToken);
}
