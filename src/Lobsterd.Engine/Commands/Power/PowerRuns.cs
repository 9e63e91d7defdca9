using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Runs sagas that stop or start a tenant's VM, and leaves an entry that says what is so. The caller holds the tenant's lock.</summary>
public sealed class PowerRuns(SagaRunner runner, RegistryBook registry, HypervisorSet hypervisors, VmWatch watch, WorkloadCatalogue workloads)
{
    /// <summary>What is needed to start a tenant. Asked for before anything is stopped: what cannot start again is left as it is.</summary>
    /// <error code="workload.name.unknown">The configuration knows its workload no more.</error>
    public Result<StartPlan, LobsterError> PlanStart(Tenant tenant) => workloads.SpecOf(tenant).Map(workload => new StartPlan(tenant, workload));

    /// <summary>Runs one. Once begun it is not left half done because a client went away.</summary>
    public async Task<UnitResult<LobsterError>> RunAsync<TPlan>(SagaDefinition<TPlan> saga, TPlan plan, Guid id, IProgress<SagaProgress> progress)
        where TPlan : StopPlan
    {
        // It is ended on purpose: nobody shall take it for an accident.
        watch.Stop(plan.Tenant.Id);
        var ended = await runner.RunAsync(saga, plan, id, progress, CancellationToken.None);
        return await EndAsync(plan.Tenant.Name, plan.Tenant, ended.TryGetError(out var error, out _) ? error : UnitResult.Success<LobsterError>());
    }

    /// <summary>Goes on with one that an earlier service began.</summary>
    /// <error code="saga.run.cancelled">It was undone.</error>
    /// <error code="tenant.name.unknown">Its tenant is gone.</error>
    public async Task<UnitResult<LobsterError>> RecoverAsync<TPlan>(
        SagaDefinition<TPlan> saga, UnfinishedSaga unfinished, TenantName name, IProgress<SagaProgress> progress)
        where TPlan : StopPlan
    {
        var ended = EndOf(unfinished, await runner.RecoverAsync(saga, unfinished, progress, CancellationToken.None));
        return await EndAsync(name, null, ended);
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
    private async Task<UnitResult<LobsterError>> EndAsync(TenantName name, Tenant? before, UnitResult<LobsterError> ended)
    {
        if (registry.Current.Find(name).TryGetError(out var unknown, out var entry)) return unknown;

        // What failed before anything was begun has left the VM as it was.
        if (entry is { Observed: ObservedState.Running } && (ended.IsSuccess || await IsThereAsync(entry))) watch.Start(entry);
        else if (ended.TryGetError(out var error) && !IsUntouched(entry, before)) _ = await PowerEntries.FailAsync(registry, entry, error.FullMessage, CancellationToken.None);
        return ended;
    }

    // What had no VM and has none now is what it was.
    private static bool IsUntouched(Tenant entry, Tenant? before) => entry.Observed switch
    {
        ObservedState.Stopped or ObservedState.Suspended => true,
        ObservedState.Failed => before is { Observed: ObservedState.Failed } && before.Reason == entry.Reason,
        _ => false,
    };

    private async Task<bool> IsThereAsync(Tenant tenant) =>
        tenant.Vm is { } vm && hypervisors.Of(tenant.Hypervisor).TryGetValue(out var driver) && (await driver.AdoptAsync(tenant.Owner, vm, CancellationToken.None)).IsSuccess;
}
