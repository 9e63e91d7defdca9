using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Snapshots;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Engine.Commands.Evict;

/// <summary>Removes a tenant and proves that nothing of it is left.</summary>
public sealed class EvictCommand(EvictSaga saga, SagaRunner runner, TenantDesk desk, RegistryBook registry, VmWatch watch, ISnaps snaps)
{
    /// <summary>Starts an eviction, or joins the same one that is under way.</summary>
    /// <returns>The operation; its answer is the <see cref="Tenant"/> as it was.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public Result<Operation, LobsterError> Start(string name, bool isGraceful, string actor, string? key, bool keepsSnaps = false)
    {
        if (TenantName.Parse(name).TryGetError(out var invalid, out var parsed)) return invalid;
        var request = new OperationRequest(EvictSaga.Kind, name, actor, string.Create(CultureInfo.InvariantCulture, $"evict:{name}:{isGraceful}:{keepsSnaps}"), key);
        if (desk.Operations.Join(request).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;
        if (!registry.Current.Tenants.ContainsKey(parsed)) return TenantLookup.Unknown(parsed);

        return desk.Operations.Start(
            request, (operation, stop) => desk.WithTenantAsync(parsed, "evict", () => RunAsync(parsed, isGraceful, keepsSnaps, operation), stop));
    }

    /// <summary>Goes on with an eviction that an earlier service began.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var name)) return error;
            return await desk.WithTenantAsync(name, "evict", () => RecoverAsync(unfinished, name, operation), stop);
        });

    private async Task<Result<object, LobsterError>> RunAsync(TenantName name, bool isGraceful, bool keepsSnaps, Operation operation)
    {
        // Looked up again under the lock: a spawn that held it may have failed, or another eviction may be done.
        if (!registry.Current.Tenants.TryGetValue(name, out var tenant)) return TenantLookup.Unknown(name);
        watch.Stop(tenant.Id);
        var count = CountOf(tenant);

        // Once begun it is not left half done because a client went away.
        var ended = await runner.RunAsync(saga.Define(), new EvictPlan(tenant, isGraceful) { KeepsSnaps = keepsSnaps }, operation.Id, operation, CancellationToken.None);
        return ended.TryGetError(out var error, out _)
            ? await FailedAsync(tenant, operation.Request.Actor, error)
            : Evicted(tenant, operation.Request.Actor, count, keepsSnaps);
    }

    private async Task<Result<object, LobsterError>> RecoverAsync(UnfinishedSaga unfinished, TenantName name, Operation operation)
    {
        var before = registry.Current.Tenants.GetValueOrDefault(name);
        var recovered = await runner.RecoverAsync(saga.Define(), unfinished, operation, CancellationToken.None);
        if (recovered.TryGetError(out var failed, out _)) return before is null ? failed : await FailedAsync(before, operation.Request.Actor, failed);
        return before is null ? name : Evicted(before, operation.Request.Actor, snapCount: 0, keepsSnaps: false);
    }

    private int CountOf(Tenant tenant) => snaps.ListOf(tenant.Id).TryGetValue(out var theirs) ? theirs.Count : 0;

    private Result<object, LobsterError> Evicted(Tenant tenant, string actor, int snapCount, bool keepsSnaps)
    {
        var left = snapCount > 0 && keepsSnaps ? string.Create(CultureInfo.InvariantCulture, $"{snapCount} snaps of its disk are kept, and nothing else") : "nothing";
        var gone = snapCount > 0 && !keepsSnaps ? string.Create(CultureInfo.InvariantCulture, $", with {snapCount} snaps of its disk") : "";
        _ = desk.Events.Add("tenant.evicted", tenant.Name.Value, actor, $"evicted{gone}; {left} of it is left on the host");
        return tenant;
    }

    private async Task<Result<object, LobsterError>> FailedAsync(Tenant tenant, string actor, LobsterError error)
    {
        // The entry stays, and says why; evicting again goes on from here.
        _ = await registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, tenant.Name, tenant.Id, entry => entry with { Reason = error.FullMessage }),
            CancellationToken.None);
        _ = desk.Events.Add("tenant.evict-failed", tenant.Name.Value, actor, error.FullMessage, error.Code.Name);
        return error;
    }
}
