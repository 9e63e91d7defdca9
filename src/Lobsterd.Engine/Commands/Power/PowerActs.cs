using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Admission;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Stops, starts and restarts VMs, and tells of it: for an operator, and for a repair. The caller holds the tenant's lock.</summary>
public sealed class PowerActs(PowerSagas sagas, PowerRuns runs, SpawnAdmission admission, RegistryBook registry, EventBook events, TimeProvider clock)
{
    /// <summary>Does an act.</summary>
    /// <returns>The tenant as it is then.</returns>
    /// <error code="workload.name.unknown">The tenant's workload is no longer configured; nothing was done.</error>
    /// <error code="host.posture.refused">A start: the host is not as safe as the configuration demands; nothing was done.</error>
    /// <error code="tenant.memory.exhausted">A start: memory is short; nothing was done.</error>
    /// <error code="storage.disk.exhausted">A start: the disk's reserve would be touched; nothing was done.</error>
    public async Task<Result<Tenant, LobsterError>> RunAsync(PowerAct act, Tenant tenant, PowerOccasion occasion, IProgress<SagaProgress> progress)
    {
        var began = clock.GetTimestamp();
        if (act == PowerAct.Stop)
        {
            var plan = new StopPlan(tenant) { IsGraceful = occasion.IsGraceful };
            return Tell(act, tenant.Name, occasion.Actor, await runs.RunAsync(sagas.DefineStop(), plan, occasion.Saga, progress), clock.GetElapsedTime(began), progress);
        }

        if (runs.PlanStart(tenant).TryGetError(out var noWorkload, out var start)) return noWorkload;

        // A VM that is started takes memory that was free, as a new tenant's does; one that is restarted takes its own again.
        if ((act == PowerAct.Start || WantsMore(tenant)) && admission.Decide(registry.Current, tenant.Size, tenant.Id).TryGetError(out var full)) return full;
        start = start with { IsGraceful = occasion.IsGraceful };
        var saga = act == PowerAct.Start ? sagas.DefineStart() : sagas.DefineRestart();
        return Tell(act, tenant.Name, occasion.Actor, await runs.RunAsync(saga, start, occasion.Saga, progress), clock.GetElapsedTime(began), progress);
    }

    /// <summary>Goes on with an act that an earlier service began.</summary>
    public async Task<Result<Tenant, LobsterError>> RecoverAsync(UnfinishedSaga unfinished, TenantName name, string actor, IProgress<SagaProgress> progress)
    {
        var began = clock.GetTimestamp();
        var act = ActOf(unfinished.Head.Kind);
        var ended = act switch
        {
            PowerAct.Stop => await runs.RecoverAsync(sagas.DefineStop(), unfinished, name, progress),
            PowerAct.Start => await runs.RecoverAsync(sagas.DefineStart(), unfinished, name, progress),
            _ => await runs.RecoverAsync(sagas.DefineRestart(), unfinished, name, progress),
        };
        return Tell(act, name, actor, ended, clock.GetElapsedTime(began), progress);
    }

    /// <summary>Which act a journal is of.</summary>
    public static PowerAct ActOf(string kind) => kind switch
    {
        PowerSagas.StopKind => PowerAct.Stop,
        PowerSagas.StartKind => PowerAct.Start,
        _ => PowerAct.Restart,
    };

    private bool WantsMore(Tenant tenant) => registry.Current.Find(tenant.Name).TryGetValue(out var now) && tenant.Size.MemoryMib > now.Size.MemoryMib;

    private Result<Tenant, LobsterError> Tell(PowerAct act, TenantName name, string actor, UnitResult<LobsterError> ended, TimeSpan took, IProgress<SagaProgress> progress)
    {
        var word = StateNames.Of(act);
        var evidence = progress is Operation operation ? Evidence.WithSteps(evidence: null, operation.Progress) : null;
        if (ended.TryGetError(out var error))
        {
            _ = events.Add($"tenant.{word}-failed", name.Value, actor, error.FullMessage, error.Code.Name, took, evidence);
            return error;
        }

        var done = act == PowerAct.Stop ? "stopped" : $"{word}ed";
        _ = events.Add($"tenant.{done}", name.Value, actor, string.Create(CultureInfo.InvariantCulture, $"{done} in {took.TotalMilliseconds:0} ms"), code: null, took, evidence);
        return registry.Current.Find(name);
    }
}
