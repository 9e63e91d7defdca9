using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Writes down that the tenant sleeps, before its VMM ends: from here on the saved state is the tenant.</summary>
public sealed class AsleepStep(RegistryBook registry) : SagaStep<SuspendPlan, Nothing>
{
    /// <inheritdoc/>
    public override string Name => "record";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(SuspendPlan input, CancellationToken cancellationToken) =>
        (await ChangeAsync(
            input,
            tenant => tenant with { Desired = DesiredState.Suspended, Observed = ObservedState.Suspended, Reason = null, Vm = null },
            cancellationToken))
        .Map(_ => Nothing.Value);

    /// <inheritdoc/>
    public override async Task<UnitResult<LobsterError>> UndoAsync(SuspendPlan input, Nothing? output, CancellationToken cancellationToken) =>
        await ChangeAsync(
            input,
            tenant => tenant with { Desired = DesiredState.Running, Observed = ObservedState.Suspending, Vm = input.Tenant.Vm },
            cancellationToken);

    private Task<Result<Tenant, LobsterError>> ChangeAsync(SuspendPlan input, Func<Tenant, Tenant> edit, CancellationToken cancellationToken) =>
        registry.ChangeAsync(snapshot => RegistryEdits.Change(snapshot, input.Tenant.Name, input.Tenant.Id, edit), cancellationToken);
}
