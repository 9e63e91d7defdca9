using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Secrets;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Templates;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Secrets;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Makes a new tenant.</summary>
public sealed class SpawnCommand(
    SpawnPlanner planner, SpawnSaga saga, SagaRunner runner, SecretTray tray, TenantDesk desk, RegistryBook registry, VmWatch watch, TemplateCommands templates)
{
    /// <summary>Starts a spawn, or joins the same one that is under way. The request is checked before anything starts.</summary>
    /// <returns>The operation; its answer is the <see cref="Tenant"/>.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.taken">A tenant of that name exists.</error>
    /// <error code="tenant.spec.invalid">A value is out of range.</error>
    /// <error code="image.name.unknown">There is no such image.</error>
    public async Task<Result<Operation, LobsterError>> StartAsync(
        SpawnRequest request, string actor, string? key, CancellationToken cancellationToken)
    {
        var asked = new OperationRequest(SpawnSaga.Kind, request.Name, actor, FingerprintOf(request), key);

        // A client that comes again for the spawn that it began must join it, not be told that the name is taken by it.
        if (desk.Operations.Join(asked).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;

        if ((await planner.PlanAsync(request, cancellationToken)).TryGetError(out var error, out var plan)) return error;
        if (registry.Current.Tenants.ContainsKey(plan.Draft.Name))
            return new LobsterError(
                TenantErrors.NameTaken, $"a tenant named {plan.Draft.Name} exists already", $"choose another name, or evict {plan.Draft.Name} first");

        return desk.Operations.Start(asked, (operation, stop) => RunAsync(plan, request.Secrets, operation, stop));
    }

    /// <summary>Goes on with a spawn that an earlier service began.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var name)) return error;
            return await desk.WithTenantAsync(
                name,
                "spawn",
                async () => (await runner.RecoverAsync(saga.Define(), unfinished, operation, stop)).TryGetError(out var failed, out var isDone)
                    ? failed
                    : isDone ? Answer(name, request.Actor, operation) : Unwound(name),
                stop);
        });

    private async Task<Result<object, LobsterError>> RunAsync(
        SpawnPlan plan, IReadOnlyDictionary<string, string> secrets, Operation operation, CancellationToken cancellationToken)
    {
        tray.Put(plan.Draft.Id, [.. secrets.Select(secret => new TenantSecret(secret.Key, secret.Value, desk.Clock.GetUtcNow()))]);
        try
        {
            return await RunAsync(plan, operation, cancellationToken);
        }
        finally
        {
            tray.Clear(plan.Draft.Id);
        }
    }

    private Task<Result<object, LobsterError>> RunAsync(SpawnPlan plan, Operation operation, CancellationToken cancellationToken) =>
        desk.WithTenantAsync(
            plan.Draft.Name,
            "spawn",
            async () =>
            {
                if ((await runner.RunAsync(saga.Define(), plan, operation.Id, operation, cancellationToken)).TryGetError(out var error, out _))
                {
                    if (error.Code == SagaErrors.Stuck) _ = await WriteStuckAsync(plan.Draft, error);
                    _ = desk.Events.Add("tenant.spawn-failed", plan.Draft.Name.Value, operation.Request.Actor, error.FullMessage, error.Code.Name);
                    return error;
                }

                // Behind it, so that it does not take the processor from the guest that somebody waits for.
                if (plan.Template is { } use) templates.Want(use, plan.Draft.ImageName);
                return Answer(plan.Draft.Name, operation.Request.Actor, operation);
            },
            cancellationToken);

    private Result<object, LobsterError> Answer(TenantName name, string actor, Operation operation)
    {
        // It was committed under the tenant's lock a moment ago, so it is there.
        var tenant = registry.Current.Tenants[name];
        watch.Start(tenant);
        var took = desk.Clock.GetUtcNow() - operation.StartedAt;
        var message = string.Create(CultureInfo.InvariantCulture, $"spawned in {took.TotalMilliseconds:0} ms");
        _ = desk.Events.Add("tenant.spawned", name.Value, actor, message, code: null, took, Evidence.WithSteps(evidence: null, operation.Progress));
        return tenant;
    }

    // What is left keeps its entry and slot, so that an eviction can find and remove it.
    private Task<Result<Tenant, LobsterError>> WriteStuckAsync(Tenant draft, LobsterError error) =>
        registry.ChangeAsync(
            snapshot => RegistryEdits.Change(snapshot, draft.Name, draft.Id, tenant => tenant with
            {
                Desired = DesiredState.Stopped,
                Observed = ObservedState.Failed,
                Reason = error.FullMessage,
            }),
            CancellationToken.None);

    private static LobsterError Unwound(TenantName name) =>
        new(SagaErrors.Cancelled, $"the spawn of {name} was undone after a restart of the service", $"lobsterd spawn {name} tries again");

    private static string FingerprintOf(SpawnRequest request) =>
        "spawn:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(request, CommandJson.Default.SpawnRequest))));
}
