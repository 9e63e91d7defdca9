using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Sleep;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Puts a tenant to sleep: memory, devices and disk of one instant, and no VMM.</summary>
public sealed class SuspendCommand(SuspendSaga saga, SagaRunner runner, TenantDesk desk, RegistryBook registry, VmWatch watch)
{
    private const int LongestWhy = 200;

    /// <summary>Starts to put a tenant to sleep, or joins the same request that is under way. One that sleeps already is the answer at once.</summary>
    /// <returns>The operation; its answer is the <see cref="Tenant"/>.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="tenant.spec.invalid">The reason is too long.</error>
    /// <error code="tenant.state.not-running">It neither runs nor sleeps; told by the operation.</error>
    /// <error code="sleep.mode.refused">It is always on, and nobody forced it; told by the operation.</error>
    public Result<Operation, LobsterError> Start(SuspendRequest request, string actor, string? key)
    {
        if (TenantName.Parse(request.Name).TryGetError(out var invalid, out var name)) return invalid;
        if (request.Why is { Length: > LongestWhy }) return new LobsterError(TenantErrors.SpecInvalid, $"the reason is longer than {LongestWhy} characters");
        var fingerprint = string.Create(CultureInfo.InvariantCulture, $"suspend:{name}:{request.Force}:{request.Why}");
        var asked = new OperationRequest(SuspendSaga.Kind, name.Value, actor, fingerprint, key);
        if (desk.Operations.Join(asked).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;
        if (registry.Current.Find(name).TryGetError(out var unknown)) return unknown;
        return desk.Operations.Start(asked, (operation, stop) => desk.WithTenantAsync(name, "suspend", () => RunAsync(name, request, operation, stop), stop));
    }

    /// <summary>Goes on with one that an earlier service began.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var name)) return error;
            return await desk.WithTenantAsync(
                name,
                "suspend",
                async () =>
                {
                    var ended = await runner.RecoverAsync(saga.Define(), unfinished, operation, CancellationToken.None);
                    return Settle(name, new SuspendRequest(name.Value, Force: false, Why: null), operation, ended.TryGetError(out var failed, out _) ? failed : null);
                },
                stop);
        });

    /// <summary>Whether an unfinished saga has parked its tenant, if it is one of this kind.</summary>
    public bool HasParked(UnfinishedSaga unfinished) => saga.HasParked(unfinished);

    private async Task<Result<object, LobsterError>> RunAsync(TenantName name, SuspendRequest request, Operation operation, CancellationToken cancellationToken)
    {
        // Looked up under the lock: another command may have been at work.
        if (registry.Current.Find(name).TryGetError(out var unknown, out var tenant)) return unknown;
        if (tenant.Observed == ObservedState.Suspended) return tenant;
        if (tenant.Observed != ObservedState.Running)
            return new LobsterError(TenantErrors.NotRunning, $"tenant {name} is {StateNames.Of(tenant.Observed)}", "a tenant that runs can be put to sleep");
        if (tenant.Mode == TenantMode.AlwaysOn && !request.Force)
            return new LobsterError(SleepErrors.ModeRefused, $"tenant {name} is {StateNames.Of(tenant.Mode)}", $"lobsterd suspend {name} --force puts it to sleep all the same");

        // The end of its VMM is no failure from here on.
        watch.Stop(tenant.Id);
        var ended = await runner.RunAsync(saga.Define(), new SuspendPlan(tenant, request.Force) { Nonce = GuestHold.NewNonce() }, operation.Id, operation, cancellationToken);
        return Settle(name, request, operation, ended.TryGetError(out var error, out _) ? error : null);
    }

    private Result<object, LobsterError> Settle(TenantName name, SuspendRequest request, Operation operation, LobsterError? failed)
    {
        if (registry.Current.Find(name).TryGetError(out var unknown, out var tenant)) return unknown;
        if (tenant.Observed == ObservedState.Running) watch.Start(tenant);
        if (tenant.Observed != ObservedState.Suspended)
        {
            var error = failed ?? new LobsterError(SagaErrors.Cancelled, $"putting {name} to sleep was undone after a restart of the service");
            _ = desk.Events.Add("tenant.suspend-failed", name.Value, operation.Request.Actor, error.FullMessage, error.Code.Name, elapsed: null, request.Evidence);
            return error;
        }

        var took = desk.Clock.GetUtcNow() - operation.StartedAt;
        var why = request.Why is { } said ? $": {PlainText.Of(said, LongestWhy)}" : "";
        _ = desk.Events.Add(
            "tenant.suspended",
            name.Value,
            operation.Request.Actor,
            string.Create(CultureInfo.InvariantCulture, $"asleep in {took.TotalMilliseconds:0} ms{why}"),
            code: null,
            took,
            Evidence.WithSteps(EvidenceOf(request, tenant), operation.Progress));
        return tenant;
    }

    private static Dictionary<string, string> EvidenceOf(SuspendRequest request, Tenant tenant)
    {
        var all = new Dictionary<string, string>(request.Evidence ?? new Dictionary<string, string>());
        if (tenant.Due is not { } due) return all;
        all["schedule"] = due.Id;
        all["due"] = due.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        return all;
    }
}
