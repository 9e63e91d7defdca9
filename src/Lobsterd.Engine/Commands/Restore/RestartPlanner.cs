using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>Plans sagas that stop and start a tenant's VM, and writes down how they ended.</summary>
public sealed class RestartPlanner(SpawnPlanner spawns, RestartSteps steps, SagaRunner runner, RegistryBook registry, HypervisorSet hypervisors, VmWatch watch)
{
    /// <summary>A plan that keeps the disk, and makes a snap of it.</summary>
    /// <error code="workload.name.unknown">The configuration knows its workload no more.</error>
    public Result<RestorePlan, LobsterError> Plan(Tenant tenant, Domain.Snapshots.Snap? kept) =>
        spawns.SpecOf(tenant).Map(workload => new RestorePlan(tenant, workload) { Kept = kept });

    /// <summary>Runs a saga that stops the VM and starts it again. Once begun it is not left half done because a client went away.</summary>
    public async Task<UnitResult<LobsterError>> RunAsync(SagaDefinition<RestorePlan> saga, RestorePlan plan, Operation operation)
    {
        // It is ended on purpose: nobody shall take it for an accident.
        watch.Stop(plan.Tenant.Id);
        var ended = await runner.RunAsync(saga, plan, operation.Id, operation, CancellationToken.None);
        return await EndAsync(plan.Tenant, ended.TryGetError(out var error, out _) ? error : UnitResult.Success<LobsterError>());
    }

    /// <summary>Whether an unfinished saga has let requests reach its tenant again.</summary>
    public bool HasRouted(UnfinishedSaga unfinished) => unfinished.HasDone(steps.RouteName);

    /// <summary>What a saga that was taken up has come to: undone is a failure, too.</summary>
    /// <error code="saga.run.cancelled">It was undone.</error>
    public static UnitResult<LobsterError> EndOf(Operation operation, Result<bool, LobsterError> recovered)
    {
        if (recovered.TryGetError(out var error, out var isDone)) return error;
        return isDone
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(SagaErrors.Cancelled, $"{operation.Request.Kind} was undone after a restart of the service", "ask for it again");
    }

    /// <summary>Watches the VM again, or writes down why there is none.</summary>
    public async Task<UnitResult<LobsterError>> EndAsync(Tenant tenant, UnitResult<LobsterError> ended)
    {
        if (registry.Current.Find(tenant.Name).TryGetError(out var unknown, out var entry)) return unknown;
        if (entry is { Observed: ObservedState.Running, Vm: { } vm } && (ended.IsSuccess || await IsThereAsync(entry, vm)))
        {
            watch.Start(entry);
            return ended;
        }

        var reason = ended.TryGetError(out var error) ? error.FullMessage : "its VM is not there";
        _ = await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, tenant.Name, tenant.Id, stopped => stopped with { Observed = ObservedState.Failed, Reason = reason, Vm = null }),
            CancellationToken.None);
        return ended;
    }

    // What failed before the VM was ended has left it as it was.
    private async Task<bool> IsThereAsync(Tenant tenant, VmProcess vm) =>
        hypervisors.Of(tenant.Hypervisor).TryGetValue(out var driver) && (await driver.AdoptAsync(tenant.Owner, vm, CancellationToken.None)).IsSuccess;
}
