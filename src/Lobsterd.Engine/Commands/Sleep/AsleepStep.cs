using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Writes down that the tenant sleeps, before its VMM ends: from here on the saved state is the tenant.</summary>
public sealed class AsleepStep(RegistryBook registry) : SagaStep<AsleepInput, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "record";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(AsleepInput input, CancellationToken cancellationToken) =>
        (await ChangeAsync(
            input,
            tenant => tenant with { Desired = DesiredState.Suspended, Observed = ObservedState.Suspended, Reason = null, Due = input.Due, Vm = null },
            cancellationToken))
        .Map(_ => Nothing.Value);

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(AsleepInput input, Nothing? output, CancellationToken cancellationToken) =>
        await ChangeAsync(
            input,
            tenant => tenant with { Desired = DesiredState.Running, Observed = ObservedState.Suspending, Due = null, Vm = input.Plan.Tenant.Vm },
            cancellationToken);

    private Task<Result<Tenant, LobsterError>> ChangeAsync(AsleepInput input, Func<Tenant, Tenant> edit, CancellationToken cancellationToken) =>
        registry.ChangeAsync(snapshot => RegistryEdits.Change(snapshot, input.Plan.Tenant.Name, input.Plan.Tenant.Id, edit), cancellationToken);
}
