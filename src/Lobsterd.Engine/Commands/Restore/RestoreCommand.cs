using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>Gives a tenant the disk of a snap.</summary>
public sealed class RestoreCommand(RestoreSaga saga, TenantDesk desk, RegistryBook registry, SnapFinder finder, SnapKeeper keeper, PowerRuns runs)
{
    private const string Holder = "restore";

    /// <summary>Starts a restore, or joins the same one that is under way.</summary>
    /// <param name="name">The tenant, unchecked.</param>
    /// <param name="snap">An id or a label of one of its snaps, unchecked.</param>
    /// <param name="keeps">Whether a snap is made of the disk that is replaced.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="key">The client's idempotency key.</param>
    /// <returns>The operation; its answer is the <see cref="Tenant"/>.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="snap.name.unknown">There is no such snap.</error>
    /// <error code="snap.store.damaged">The snap is not what was sealed.</error>
    /// <error code="snap.disk.misfit">The snap's disk lies over another image, or is of another size.</error>
    /// <error code="snap.state.refused">The operation ends so when the tenant neither runs nor has stopped.</error>
    public Result<Operation, LobsterError> Start(string name, string snap, bool keeps, string actor, string? key)
    {
        if (TenantName.Parse(name).TryGetError(out var badName, out var parsed)) return badName;
        var request = new OperationRequest(RestoreSaga.Kind, name, actor, string.Create(CultureInfo.InvariantCulture, $"restore:{name}:{snap}:{keeps}"), key);
        if (desk.Operations.Join(request).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;
        if (Choose(parsed, snap).TryGetError(out var unfit, out _)) return unfit;

        return desk.Operations.Start(request, (operation, stop) => desk.WithTenantAsync(parsed, Holder, () => RunAsync(parsed, snap, keeps, operation), stop));
    }

    /// <summary>Goes on with a restore that an earlier service began.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var name)) return error;
            return await desk.WithTenantAsync(name, Holder, () => RecoverAsync(unfinished, name, operation), stop);
        });

    /// <summary>Whether an unfinished saga has let requests reach its tenant again.</summary>
    public bool HasRouted(UnfinishedSaga unfinished) => saga.HasRouted(unfinished);

    private Result<(Tenant Tenant, Domain.Snapshots.Snap Snap), LobsterError> Choose(TenantName name, string text)
    {
        if (registry.Current.Find(name).TryGetError(out var unknown, out var tenant)) return unknown;
        if (finder.FindWhole(name, text).TryGetError(out var unfound, out var snap)) return unfound;
        if (snap.Image != tenant.Image)
            return new LobsterError(SnapErrors.Misfit, $"snap {snap.Id} lies over another image than {name}: {snap.ImageName}", $"lobsterd spawn NEW --from {name}@{snap.Id} makes a tenant of it");
        return snap.DiskBytes == tenant.DiskBytes
            ? (tenant, snap)
            : new LobsterError(SnapErrors.Misfit, $"snap {snap.Id} has {snap.DiskBytes} bytes, the disk of {name} has {tenant.DiskBytes}", $"lobsterd spawn NEW --from {name}@{snap.Id} makes a tenant of it");
    }

    private async Task<Result<object, LobsterError>> RunAsync(TenantName name, string text, bool keeps, Operation operation)
    {
        // Looked at again under the lock: tenant or snap may have gone meanwhile.
        if (Choose(name, text).TryGetError(out var unfit, out var chosen)) return unfit;
        var (tenant, snap) = chosen;
        if (SnapKeeper.CheckState(tenant).TryGetError(out var refused)) return refused;
        if (runs.PlanStart(tenant).TryGetError(out var unplanned, out var start)) return unplanned;
        var plan = new RestorePlan(tenant, start.Workload)
        {
            Snap = snap,
            Kept = keeps ? keeper.Draft(tenant, SnapId.Of(operation.Id), SnapCause.Restore, label: null) : null,
        };
        var order = tenant.Observed == ObservedState.Running ? saga.Define() : saga.DefineStopped();
        return Tell(name, await runs.RunAsync(order, plan, operation.Id, operation), operation, snap.Id.Value);
    }

    private async Task<Result<object, LobsterError>> RecoverAsync(UnfinishedSaga unfinished, TenantName name, Operation operation)
    {
        var order = unfinished.Head.Kind == RestoreSaga.Kind ? saga.Define() : saga.DefineStopped();
        return Tell(name, await runs.RecoverAsync(order, unfinished, name, operation), operation, "a snap");
    }

    private Result<object, LobsterError> Tell(TenantName name, UnitResult<LobsterError> ended, Operation operation, string snap)
    {
        if (ended.TryGetError(out var error))
        {
            _ = desk.Events.Add("tenant.restore-failed", name.Value, operation.Request.Actor, error.FullMessage, error.Code.Name);
            return error;
        }

        _ = desk.Events.Add("tenant.restored", name.Value, operation.Request.Actor, $"its disk is that of {snap}");
        return registry.Current.Find(name).TryGetError(out error, out var tenant) ? error : tenant;
    }
}
