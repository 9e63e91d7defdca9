using System.Globalization;
using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Forks;
using Lobsterd.Domain.Sagas;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Watch;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>Makes several tenants of one.</summary>
public sealed class ForkCommand(ForkSaga saga, ForkPlanner planner, IForkStore store, SagaRunner runner, TenantDesk desk, RegistryBook registry, VmWatch watch)
{
    private const string Holder = "fork";

    /// <summary>Starts a fork, or joins the same one that is under way.</summary>
    /// <returns>The operation; its answer is <see cref="Forked"/>.</returns>
    /// <error code="tenant.name.invalid">A name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="tenant.name.taken">A tenant of a new name exists.</error>
    /// <error code="fork.names.invalid">There are no new names, too many, or one twice.</error>
    /// <error code="fork.state.refused">The operation ends so when the tenant neither runs nor sleeps.</error>
    public Result<Operation, LobsterError> Start(ForkRequest request, string actor, string? key)
    {
        if (ForkPlanner.Parse(request).TryGetError(out var invalid, out var parsed)) return invalid;
        var (source, names) = parsed;
        var asked = new OperationRequest(ForkSaga.Kind, source.Value, actor, $"fork:{source}:{request.KeepProcesses}:{string.Join(',', names)}", key);
        if (desk.Operations.Join(asked).TryGetError(out var refused, out var joined)) return refused;
        if (joined is not null) return joined;
        if (planner.Check(source, names).TryGetError(out var unfit)) return unfit;
        return desk.Operations.Start(
            asked, (operation, stop) => WithAllAsync(LocksOf(source, names), () => RunAsync(source, names, request.KeepProcesses, operation, stop), stop));
    }

    /// <summary>Undoes what an earlier service began, or ends it where the copies stand already.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var source)) return error;
            var names = NewOnesOf(unfinished);
            return await WithAllAsync(
                LocksOf(source, names),
                async () => (await runner.RecoverAsync(saga.Define(), unfinished, operation, stop)).TryGetError(out var failed, out var isDone)
                    ? failed
                    : isDone ? Answer(source, names, operation) : Undone(source),
                stop);
        });

    /// <summary>The names of the tenants that an unfinished saga was making, if it is one of this kind: what their entries say is not settled yet.</summary>
    public static IReadOnlyList<TenantName> NewOnesOf(UnfinishedSaga unfinished)
    {
        if (unfinished.Head.Kind != ForkSaga.Kind) return [];
        try
        {
            return unfinished.Head.Plan.Deserialize(CommandJson.Default.ForkPlan) is { } plan ? [.. plan.Copies.Select(copy => copy.Draft.Name)] : [];
        }
        catch (JsonException)
        {
            // Taking it up tells of it.
            return [];
        }
    }

    /// <summary>Removes what a fork left that no journal speaks of any more.</summary>
    public UnitResult<LobsterError> Forget(Tenant tenant) => store.Remove(tenant.Owner);

    private async Task<Result<object, LobsterError>> RunAsync(
        TenantName source, IReadOnlyList<TenantName> names, bool keepProcesses, Operation operation, CancellationToken cancellationToken)
    {
        // Looked at again under the locks: another command may have been at work.
        if (planner.Plan(source, names, keepProcesses).TryGetError(out var error, out var plan)) return error;
        if (!(await runner.RunAsync(saga.Define(), plan, operation.Id, operation, cancellationToken)).TryGetError(out error, out _)) return Answer(source, names, operation);

        if (error.Code == SagaErrors.Stuck)
            foreach (var copy in plan.Copies) _ = await WriteStuckAsync(copy.Draft, error);
        _ = desk.Events.Add("tenant.fork-failed", source.Value, operation.Request.Actor, error.FullMessage, error.Code.Name);
        return error;
    }

    private Result<object, LobsterError> Answer(TenantName source, IReadOnlyList<TenantName> names, Operation operation)
    {
        // They were committed under their locks a moment ago, so they are there.
        var copies = names.Select(name => registry.Current.Tenants[name]).ToList();
        var took = (desk.Clock.GetUtcNow() - operation.StartedAt).TotalMilliseconds;
        _ = desk.Events.Add(
            "tenant.forked", source.Value, operation.Request.Actor, string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names)} in {took:0} ms"));
        foreach (var copy in copies)
        {
            watch.Start(copy);
            _ = desk.Events.Add("tenant.spawned", copy.Name.Value, operation.Request.Actor, $"a copy of {source}");
        }

        return new Forked(copies);
    }

    // In one order, so that two forks into the same names do not wait for each other.
    private static List<TenantName> LocksOf(TenantName source, IReadOnlyList<TenantName> names) =>
        [source, .. names.OrderBy(name => name.Value, StringComparer.Ordinal)];

    private Task<Result<object, LobsterError>> WithAllAsync(
        List<TenantName> names, Func<Task<Result<object, LobsterError>>> work, CancellationToken cancellationToken) =>
        names.Count == 0
            ? work()
            : desk.WithTenantAsync(names[0], Holder, () => WithAllAsync([.. names.Skip(1)], work, cancellationToken), cancellationToken);

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

    private static LobsterError Undone(TenantName source) =>
        new(SagaErrors.Cancelled, $"the fork of {source} was undone after a restart of the service", $"lobsterd fork {source} tries again");
}
