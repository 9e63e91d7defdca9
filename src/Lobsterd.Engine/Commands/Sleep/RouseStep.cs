using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Writes down, durably, that the tenant is being woken.</summary>
public sealed class RouseStep(RegistryBook registry, ISleepStore store) : SagaStep<ResumePlan, Nothing>
{
    private const string Lost = "it could neither be woken nor boot; its disk is whole";

    /// <inheritdoc/>
    public override string Name => "mark";

    /// <inheritdoc/>
    public override async Task<Result<Nothing, LobsterError>> DoAsync(ResumePlan input, CancellationToken cancellationToken) =>
        (await ChangeAsync(input, tenant => tenant with { Desired = DesiredState.Running, Observed = ObservedState.Resuming, Reason = null }, cancellationToken))
        .Map(_ => Nothing.Value);

    /// <summary>It sleeps on, if nothing has run from its saved state.</summary>
    public override async Task<UnitResult<LobsterError>> UndoAsync(ResumePlan input, Nothing? output, CancellationToken cancellationToken)
    {
        var sleeps = store.Find(input.Tenant.Owner).TryGetValue(out var state) && !state.IsBegun;
        return await ChangeAsync(
            input,
            tenant => sleeps
                ? tenant with { Desired = DesiredState.Suspended, Observed = ObservedState.Suspended, Reason = null, Vm = null }
                : tenant with { Observed = ObservedState.Failed, Reason = Lost, Vm = null },
            cancellationToken);
    }

    private Task<Result<Tenant, LobsterError>> ChangeAsync(ResumePlan input, Func<Tenant, Tenant> edit, CancellationToken cancellationToken) =>
        registry.ChangeAsync(snapshot => RegistryEdits.Change(snapshot, input.Tenant.Name, input.Tenant.Id, edit), cancellationToken);
}
