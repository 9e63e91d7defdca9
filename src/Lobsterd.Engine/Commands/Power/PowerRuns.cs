using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Runs sagas that stop or start a tenant's VM, and leaves an entry that says what is so. The caller holds the tenant's lock.</summary>
public sealed class PowerRuns(SagaRunner runner, RegistryBook registry, HypervisorSet hypervisors, VmWatch watch, LobsterdConfig config)
{
    /// <summary>What is needed to start a tenant. Asked for before anything is stopped: what cannot start again is left as it is.</summary>
    /// <error code="tenant.spec.invalid">The configuration knows its workload no more.</error>
    public Result<StartPlan, LobsterError> PlanStart(Tenant tenant) => WorkloadChoice.Of(config, tenant).Map(workload => new StartPlan(tenant, workload));

    /// <summary>Runs one. Once begun it is not left half done because a client went away.</summary>
    public async Task<UnitResult<LobsterError>> RunAsync<TPlan>(SagaDefinition<TPlan> saga, TPlan plan, Guid id, IProgress<SagaProgress> progress)
        where TPlan : StopPlan
    {
        // It is ended on purpose: nobody shall take it for an accident.
        watch.Stop(plan.Tenant.Id);
        var ended = await runner.RunAsync(saga, plan, id, progress, CancellationToken.None);
        return await EndAsync(plan.Tenant, ended.TryGetError(out var error, out _) ? error : UnitResult.Success<LobsterError>());
    }

    /// <summary>Goes on with one that an earlier service began.</summary>
    /// <error code="saga.run.cancelled">It was undone.</error>
    /// <error code="tenant.name.unknown">Its tenant is gone.</error>
    public async Task<UnitResult<LobsterError>> RecoverAsync<TPlan>(
        SagaDefinition<TPlan> saga, UnfinishedSaga unfinished, TenantName name, IProgress<SagaProgress> progress)
        where TPlan : StopPlan
    {
        var ended = EndOf(unfinished, await runner.RecoverAsync(saga, unfinished, progress, CancellationToken.None));
        return registry.Current.Find(name).TryGetError(out var unknown, out var tenant) ? unknown : await EndAsync(tenant, ended);
    }

    /// <summary>What a saga that was taken up has come to: undone is a failure, too.</summary>
    /// <error code="saga.run.cancelled">It was undone.</error>
    public static UnitResult<LobsterError> EndOf(UnfinishedSaga unfinished, Result<bool, LobsterError> recovered)
    {
        if (recovered.TryGetError(out var error, out var isDone)) return error;
        return isDone
            ? UnitResult.Success<LobsterError>()
            : new LobsterError(SagaErrors.Cancelled, $"{unfinished.Head.Kind} was undone after a restart of the service", "ask for it again");
    }

    // Watches the VM that is there, or writes down why there is none.
    private async Task<UnitResult<LobsterError>> EndAsync(Tenant tenant, UnitResult<LobsterError> ended)
    {
        if (registry.Current.Find(tenant.Name).TryGetError(out var unknown, out var entry)) return unknown;

        // What failed before anything was begun has left the VM as it was.
        if (entry is { Observed: ObservedState.Running } && (ended.IsSuccess || await IsThereAsync(entry))) watch.Start(entry);
        else if (ended.TryGetError(out var error)) _ = await PowerEntries.FailAsync(registry, tenant, error.FullMessage, CancellationToken.None);
        return ended;
    }

    private async Task<bool> IsThereAsync(Tenant tenant) =>
        tenant.Vm is { } vm && hypervisors.Of(tenant.Hypervisor).TryGetValue(out var driver) && (await driver.AdoptAsync(tenant.Owner, vm, CancellationToken.None)).IsSuccess;
}
