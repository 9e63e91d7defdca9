using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Tenants;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Stops, starts and restarts the VM of a tenant that stays.</summary>
public sealed class PowerCommand(PowerSagas sagas, SagaRunner runner, TenantDesk desk, RegistryBook registry, VmWatch watch, WorkloadCatalogue workloads)
{
    /// <summary>Starts an act, or joins the same one that is under way. What is so already succeeds without a step.</summary>
    /// <returns>The operation; its answer is the <see cref="Tenant"/> as it is then.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="workload.name.unknown">The operation ends so when the tenant's workload is no longer configured.</error>
    public Result<Operation, LobsterError> Start(PowerAct act, string name, string actor, string? key)
    {
        if (TenantName.Parse(name).TryGetError(out var invalid, out var parsed)) return invalid;
        var request = new OperationRequest(KindOf(act), name, actor, $"{WordOf(act)}:{name}", key);
        if (desk.Operations.Join(request).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;
        if (!registry.Current.Tenants.ContainsKey(parsed)) return TenantLookup.Unknown(parsed);

        // Once begun it is not left half done because a client went away.
        return desk.Operations.Start(
            request, (operation, stop) => desk.WithTenantAsync(parsed, WordOf(act), () => RunAsync(act, parsed, operation), stop));
    }

    /// <summary>Goes on with an act that an earlier service began.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request)
    {
        var act = unfinished.Head.Kind switch
        {
            PowerSagas.StopKind => PowerAct.Stop,
            PowerSagas.StartKind => PowerAct.Start,
            _ => PowerAct.Restart,
        };
        return desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var name)) return error;
            return await desk.WithTenantAsync(name, WordOf(act), () => RecoverAsync(act, unfinished, name, operation), stop);
        });
    }

    private async Task<Result<object, LobsterError>> RunAsync(PowerAct act, TenantName name, Operation operation)
    {
        // Looked up again under the lock: what held it may have evicted, stopped or started the tenant.
        if (!registry.Current.Tenants.TryGetValue(name, out var tenant)) return TenantLookup.Unknown(name);
        if (IsSo(act, tenant)) return tenant;

        if (act == PowerAct.Stop)
        {
            watch.Stop(tenant.Id);
            return await EndAsync(act, tenant, operation, await runner.RunAsync(sagas.DefineStop(), new StopPlan(tenant), operation.Id, operation, CancellationToken.None));
        }

        // Before anything is stopped: what cannot start again is left as it is.
        if (workloads.SpecOf(tenant).TryGetError(out var noWorkload, out var workload)) return noWorkload;
        watch.Stop(tenant.Id);
        var saga = act == PowerAct.Start ? sagas.DefineStart() : sagas.DefineRestart();
        return await EndAsync(act, tenant, operation, await runner.RunAsync(saga, new StartPlan(tenant, workload), operation.Id, operation, CancellationToken.None));
    }

    private async Task<Result<object, LobsterError>> RecoverAsync(PowerAct act, UnfinishedSaga unfinished, TenantName name, Operation operation)
    {
        var recovered = act switch
        {
            PowerAct.Stop => await runner.RecoverAsync(sagas.DefineStop(), unfinished, operation, CancellationToken.None),
            PowerAct.Start => await runner.RecoverAsync(sagas.DefineStart(), unfinished, operation, CancellationToken.None),
            _ => await runner.RecoverAsync(sagas.DefineRestart(), unfinished, operation, CancellationToken.None),
        };
        if (!registry.Current.Tenants.TryGetValue(name, out var tenant)) return TenantLookup.Unknown(name);
        if (recovered.TryGetValue(out var isDone) && !isDone) recovered = Unwound(act, name);
        return await EndAsync(act, tenant, operation, recovered);
    }

    private async Task<Result<object, LobsterError>> EndAsync<T>(PowerAct act, Tenant tenant, Operation operation, Result<T, LobsterError> ended)
    {
        var (name, actor) = (tenant.Name.Value, operation.Request.Actor);
        if (ended.TryGetError(out var error, out _))
        {
            // A VM that nothing was begun on is not given up.
            if (registry.Current.Tenants.GetValueOrDefault(tenant.Name) is { Observed: ObservedState.Running } untouched) watch.Start(untouched);
            else _ = await PowerEntries.FailAsync(registry, tenant, error.FullMessage, CancellationToken.None);
            _ = desk.Events.Add($"tenant.{WordOf(act)}-failed", name, actor, error.FullMessage, error.Code.Name);
            return error;
        }

        // It was committed under the tenant's lock a moment ago, so it is there.
        var now = registry.Current.Tenants[tenant.Name];
        if (act != PowerAct.Stop) watch.Start(now);
        var took = (desk.Clock.GetUtcNow() - operation.StartedAt).TotalMilliseconds;
        _ = desk.Events.Add($"tenant.{DoneWordOf(act)}", name, actor, string.Create(CultureInfo.InvariantCulture, $"{DoneWordOf(act)} in {took:0} ms"));
        return now;
    }

    private static bool IsSo(PowerAct act, Tenant tenant) => act switch
    {
        PowerAct.Stop => tenant is { Desired: DesiredState.Stopped, Observed: ObservedState.Stopped },
        PowerAct.Start => tenant is { Desired: DesiredState.Running, Observed: ObservedState.Running },
        _ => false,
    };

    private static LobsterError Unwound(PowerAct act, TenantName name) =>
        new(SagaErrors.Cancelled, $"the {WordOf(act)} of {name} was undone after a restart of the service", $"lobsterd start {name} tries again");

    private static string KindOf(PowerAct act) => act switch
    {
        PowerAct.Stop => PowerSagas.StopKind,
        PowerAct.Start => PowerSagas.StartKind,
        _ => PowerSagas.RestartKind,
    };

    private static string WordOf(PowerAct act) => StateNames.Of(act);

    private static string DoneWordOf(PowerAct act) => act == PowerAct.Stop ? "stopped" : $"{WordOf(act)}ed";
}
