using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Wakes a tenant.</summary>
public sealed class ResumeCommand(ResumeSaga saga, SagaRunner runner, TenantDesk desk, RegistryBook registry, VmWatch watch, ResumeSurroundings around)
{
    // What waits at the edge is told to come back after this; a wake that fails at once would otherwise be asked for in a circle.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>Starts to wake a tenant, or joins the waking that is under way, whoever asked for it. One that runs already is the answer at once.</summary>
    /// <param name="name">The tenant.</param>
    /// <param name="cause">What wants it, for the event, e.g. <c>GET /</c>; null for an operator's own wish.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="key">The client's idempotency key.</param>
    /// <returns>The operation; its answer is the <see cref="Tenant"/>.</returns>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public Result<Operation, LobsterError> Start(string name, string? cause, string actor, string? key) => StartFor(name, new ResumeCause(cause, Evidence: null), actor, key);

    /// <inheritdoc cref="Start"/>
    public Result<Operation, LobsterError> StartFor(string name, ResumeCause cause, string actor, string? key)
    {
        if (TenantName.Parse(name).TryGetError(out var invalid, out var parsed)) return invalid;
        var asked = new OperationRequest(ResumeSaga.Kind, parsed.Value, actor, $"resume:{parsed}", key);
        if (desk.Operations.Join(asked).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;
        if (registry.Current.Find(parsed).TryGetError(out var unknown)) return unknown;
        return desk.Operations.Start(asked, async (operation, stop) =>
        {
            var answer = await desk.WithTenantAsync(parsed, "resume", () => RunAsync(parsed, cause, operation), stop);
            if (answer.TryGetError(out var error)) _ = await RefuseAsync(parsed, error);
            return answer;
        });
    }

    /// <summary>Goes on with one that an earlier service began.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var name)) return error;
            var answer = await desk.WithTenantAsync(
                name,
                "resume",
                async () =>
                {
                    var ended = await runner.RecoverAsync(saga.Define(), unfinished, operation, CancellationToken.None);
                    return Settle(name, new ResumeCause(null, null), operation, ended.TryGetError(out var failed, out _) ? failed : null);
                },
                stop);
            if (answer.TryGetError(out error)) _ = await RefuseAsync(name, error);
            return answer;
        });

    /// <summary>Whether an unfinished saga has let requests reach its tenant, if it is one of this kind.</summary>
    public bool HasUnparked(UnfinishedSaga unfinished) => saga.HasUnparked(unfinished);

    /// <summary>Tells what waits at the edge that the tenant cannot be woken now.</summary>
    public Task<UnitResult<LobsterError>> RefuseAsync(TenantName name, LobsterError error) =>
        around.Edge.RefuseAsync(name, $"{name} could not be woken: {error.Message}", Rest, CancellationToken.None);

    private async Task<Result<object, LobsterError>> RunAsync(TenantName name, ResumeCause cause, Operation operation)
    {
        // Looked up under the lock: another command may have been at work.
        if (registry.Current.Find(name).TryGetError(out var unknown, out var tenant)) return unknown;

        // The edge asks again after its line to us was cut; what it holds for one that is awake may go there.
        if (tenant.Observed == ObservedState.Running)
            return (await around.Edge.UnparkAsync(around.Routes.RouteOf(tenant), CancellationToken.None)).Map(object () => tenant);
        if (tenant.Observed != ObservedState.Suspended)
            return new LobsterError(TenantErrors.NotRunning, $"tenant {name} is {StateNames.Of(tenant.Observed)}, not asleep");
        if (around.Planner.SpecOf(tenant).TryGetError(out var noWorkload, out var workload)) return noWorkload;

        // Once begun it is not left half done because somebody went away.
        var ended = await runner.RunAsync(saga.Define(), new ResumePlan(tenant, workload), operation.Id, operation, CancellationToken.None);
        return Settle(name, cause, operation, ended.TryGetError(out var error, out _) ? error : null);
    }

    private Result<object, LobsterError> Settle(TenantName name, ResumeCause cause, Operation operation, LobsterError? failed)
    {
        if (registry.Current.Find(name).TryGetError(out var unknown, out var tenant)) return unknown;
        if (tenant.Observed != ObservedState.Running)
        {
            var error = failed ?? new LobsterError(SagaErrors.Cancelled, $"waking {name} was undone after a restart of the service");
            _ = desk.Events.Add("tenant.resume-failed", name.Value, operation.Request.Actor, error.FullMessage, error.Code.Name, elapsed: null, Evidence.WithSteps(cause.Evidence, operation.Progress));
            return error;
        }

        watch.Start(tenant);
        var took = desk.Clock.GetUtcNow() - operation.StartedAt;
        var by = cause.Text is null ? "" : $" for {PlainText.Of(cause.Text, 300)}";
        _ = desk.Events.Add(
            "tenant.resumed",
            name.Value,
            operation.Request.Actor,
            string.Create(CultureInfo.InvariantCulture, $"awake in {took.TotalMilliseconds:0} ms{by}"),
            code: null,
            took,
            Evidence.WithSteps(cause.Evidence, operation.Progress));
        return tenant;
    }
}
