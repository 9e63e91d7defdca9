using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Restore;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Snap;

/// <summary>Takes copies of tenants' disks, and removes them.</summary>
public sealed class SnapCommand(SnapSaga saga, SagaRunner runner, TenantDesk desk, RegistryBook registry, SnapKeeper keeper, PowerRuns runs)
{
    private const string Holder = "snap";

    /// <summary>Starts taking one, or joins the same request that is under way.</summary>
    /// <returns>The operation; its answer is the <see cref="Domain.Snapshots.Snap"/>.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="snap.label.invalid">The label breaks the rule.</error>
    /// <error code="snap.label.taken">Another snap of the tenant has it.</error>
    /// <error code="snap.state.refused">The operation ends so when the tenant neither runs nor has stopped.</error>
    /// <error code="snap.freeze.exceeded">The operation ends so when the guest could not be held still for long enough.</error>
    public Result<Operation, LobsterError> Start(SnapRequest wanted, string actor, string? key)
    {
        if (TenantName.Parse(wanted.Tenant).TryGetError(out var badName, out var name)) return badName;
        if (wanted.Label is { } label && SnapLabel.Check(label).TryGetError(out var badLabel)) return badLabel;
        var fingerprint = string.Create(CultureInfo.InvariantCulture, $"snap:{name}:{wanted.Label}:{wanted.MayStop}:{wanted.Cause}");
        var request = new OperationRequest(wanted.MayStop ? SnapSaga.StoppingKind : SnapSaga.Kind, name.Value, actor, fingerprint, key);
        if (desk.Operations.Join(request).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;
        if (registry.Current.Find(name).TryGetError(out var unknown, out var tenant)) return unknown;
        if (keeper.CheckLabel(tenant, wanted.Label).TryGetError(out var taken)) return taken;

        return desk.Operations.Start(request, (operation, stop) => desk.WithTenantAsync(name, Holder, () => RunAsync(name, wanted, operation, stop), stop));
    }

    /// <summary>Undoes, or goes on with, what an earlier service left.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var name)) return error;
            return await desk.WithTenantAsync(name, Holder, () => RecoverAsync(unfinished, name, operation, stop), stop);
        });

    /// <summary>Whether an unfinished saga has let requests reach its tenant again.</summary>
    public bool HasRouted(UnfinishedSaga unfinished) => saga.HasRouted(unfinished);

    private async Task<Result<object, LobsterError>> RunAsync(TenantName name, SnapRequest wanted, Operation operation, CancellationToken cancellationToken)
    {
        // Looked at again under the lock: it may have been evicted, stopped or named meanwhile.
        if (registry.Current.Find(name).TryGetError(out var unknown, out var tenant)) return unknown;
        if (keeper.CheckLabel(tenant, wanted.Label).TryGetError(out var taken)) return taken;
        if (SnapKeeper.CheckState(tenant).TryGetError(out var refused)) return refused;

        var draft = keeper.Draft(tenant, SnapId.Of(operation.Id), wanted.Cause, wanted.Label);
        if ((await RunAsync(new SnapPlan(tenant, draft), wanted.MayStop, operation, cancellationToken)).TryGetError(out var error))
        {
            _ = desk.Events.Add("snap.failed", name.Value, operation.Request.Actor, error.FullMessage, error.Code.Name);
            return error;
        }

        if (keeper.Find(draft).TryGetError(out error, out var snap)) return error;
        _ = desk.Events.Add(
            "snap.taken", name.Value, operation.Request.Actor,
            string.Create(CultureInfo.InvariantCulture, $"{snap.Id}{(snap.Label is null ? "" : $" ({snap.Label})")}, its guest held still for {snap.Frozen.TotalMilliseconds:0} ms"));
        keeper.Prune(tenant, operation.Request.Actor);
        return snap;
    }

    private async Task<UnitResult<LobsterError>> RunAsync(SnapPlan plan, bool mayStop, Operation operation, CancellationToken cancellationToken)
    {
        if (!mayStop || !plan.IsRunning)
            return (await runner.RunAsync(saga.Define(), plan, operation.Id, operation, cancellationToken)).TryGetError(out var failed) ? failed : UnitResult.Success<LobsterError>();
        if (runs.PlanStart(plan.Tenant).TryGetError(out var error, out var start)) return error;
        return await runs.RunAsync(saga.DefineStopping(), new RestorePlan(plan.Tenant, start.Workload) { Kept = plan.Draft }, operation.Id, operation);
    }

    private async Task<Result<object, LobsterError>> RecoverAsync(UnfinishedSaga unfinished, TenantName name, Operation operation, CancellationToken cancellationToken)
    {
        var ended = unfinished.Head.Kind == SnapSaga.StoppingKind
            ? await runs.RecoverAsync(saga.DefineStopping(), unfinished, name, operation)
            : PowerRuns.EndOf(unfinished, await runner.RecoverAsync(saga.Define(), unfinished, operation, cancellationToken));
        return ended.TryGetError(out var error) ? error : registry.Current.Find(name).Map(object (tenant) => tenant);
    }
}
