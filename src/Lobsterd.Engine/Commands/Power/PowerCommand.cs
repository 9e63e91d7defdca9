using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>Stops, starts and restarts the VM of a tenant that stays.</summary>
public sealed class PowerCommand(PowerActs acts, TenantDesk desk, RegistryBook registry)
{
    /// <summary>Starts an act, or joins the same one that is under way. What is so already succeeds without a step.</summary>
    /// <returns>The operation; its answer is the <see cref="Tenant"/> as it is then.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="workload.name.unknown">The operation ends so when the tenant's workload is no longer configured.</error>
    /// <error code="tenant.memory.exhausted">A start ends so when the host's memory does not suffice.</error>
    /// <error code="storage.disk.exhausted">A start ends so when the disk's reserve would be touched.</error>
    public Result<Operation, LobsterError> Start(PowerAct act, string name, string actor, string? key)
    {
        if (TenantName.Parse(name).TryGetError(out var invalid, out var parsed)) return invalid;
        var request = new OperationRequest(KindOf(act), name, actor, $"{WordOf(act)}:{name}", key);
        if (desk.Operations.Join(request).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;
        if (registry.Current.Find(parsed).TryGetError(out var unknown)) return unknown;

        // Once begun it is not left half done because a client went away.
        return desk.Operations.Start(
            request, (operation, stop) => desk.WithTenantAsync(parsed, WordOf(act), () => RunAsync(act, parsed, operation), stop));
    }

    /// <summary>Goes on with an act that an earlier service began.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var name)) return error;
            return await desk.WithTenantAsync(
                name,
                WordOf(PowerActs.ActOf(unfinished.Head.Kind)),
                async () => (await acts.RecoverAsync(unfinished, name, request.Actor, operation)).Map(object (now) => now),
                stop);
        });

    private async Task<Result<object, LobsterError>> RunAsync(PowerAct act, TenantName name, Operation operation)
    {
        // Looked up again under the lock: what held it may have evicted, stopped or started the tenant.
        if (registry.Current.Find(name).TryGetError(out var unknown, out var tenant)) return unknown;
        if (IsSo(act, tenant)) return tenant;
        var occasion = new PowerOccasion(operation.Id, operation.Request.Actor, IsGraceful: true);
        return (await acts.RunAsync(act, tenant, occasion, operation)).Map(object (now) => now);
    }

    private static bool IsSo(PowerAct act, Tenant tenant) => act switch
    {
        PowerAct.Stop => tenant is { Desired: DesiredState.Stopped, Observed: ObservedState.Stopped },
        PowerAct.Start => tenant is { Desired: DesiredState.Running, Observed: ObservedState.Running },
        _ => false,
    };

    private static string KindOf(PowerAct act) => act switch
    {
        PowerAct.Stop => PowerSagas.StopKind,
        PowerAct.Start => PowerSagas.StartKind,
        _ => PowerSagas.RestartKind,
    };

    private static string WordOf(PowerAct act) => StateNames.Of(act);
}
