using System.Collections.Concurrent;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;
using Lobsterd.Engine.Repair;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Molt;

/// <summary>Checks, repairs and checks again: what all tenants share, then the tenants side by side.</summary>
public sealed class MoltCommand(HostMolt host, TenantMolt tenants, Repairs repairs, TenantDesk desk, RegistryBook registry)
{
    /// <summary>The command's name.</summary>
    public const string Kind = "molt";

    // More looks at once make none of them sooner.
    private const int MostAtOnce = 32;

    /// <summary>Starts a molt, or joins the same one that is under way.</summary>
    /// <returns>The operation; its answer is a <see cref="MoltReport"/>, whether or not all is healthy.</returns>
    /// <error code="tenant.name.invalid">A name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public Result<Operation, LobsterError> Start(MoltRequest request, string actor, string? key)
    {
        var names = new SortedSet<TenantName>();
        foreach (var text in request.Names)
        {
            if (TenantName.Parse(text).TryGetError(out var invalid, out var name)) return invalid;
            if (!registry.Current.Tenants.ContainsKey(name)) return NoSuch(name);
            _ = names.Add(name);
        }

        var asked = new OperationRequest(
            Kind, !request.IsOfHost && names.Count == 1 ? names.Min.Value : null, actor, $"molt:{string.Join(',', names)}:{request.IsDryRun}:{request.IsOfHost}", key);
        return desk.Operations.Start(asked, async (operation, stop) => await RunAsync([.. names], request, operation, stop));
    }

    /// <summary>Molts one tenant: for the watchdog, which has its own view of what all share.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    /// <error code="tenant.lock.busy">Another command works on it all the time.</error>
    public Task<Result<MoltedParty, LobsterError>> RunAsync(TenantName name, string actor, CancellationToken cancellationToken) =>
        tenants.RunAsync(name, new MoltTeller(null, desk.Events, actor, desk.Clock), actor, isDryRun: false, cancellationToken);

    /// <summary>Molts what all tenants share: for the watchdog.</summary>
    public Task<MoltedParty> RunHostAsync(string actor, CancellationToken cancellationToken) =>
        host.RunAsync(new MoltTeller(null, desk.Events, actor, desk.Clock), isDryRun: false, cancellationToken);

    /// <summary>Goes on with a repair that an earlier service began.</summary>
    public Operation Resume(UnfinishedSaga unfinished, OperationRequest request) =>
        desk.Operations.Resume(unfinished.Head.Saga, request, async (operation, stop) =>
        {
            if (unfinished.Head.Tenant is null) return (await repairs.ResumeAsync(unfinished, operation, stop)).Map(object () => Nothing.Value);
            if (TenantName.Parse(unfinished.Head.Tenant).TryGetError(out var error, out var name)) return error;
            return await desk.WithTenantAsync(
                name, "a repair", async () => (await repairs.ResumeAsync(unfinished, operation, stop)).Map(object () => Nothing.Value), stop);
        });

    private async Task<Result<object, LobsterError>> RunAsync(
        IReadOnlyList<TenantName> named, MoltRequest request, Operation operation, CancellationToken cancellationToken)
    {
        var (isDryRun, actor) = (request.IsDryRun, operation.Request.Actor);
        var teller = new MoltTeller(operation, desk.Events, actor, desk.Clock);

        // What all share first: half of what a tenant may lack is there.
        IReadOnlyList<MoltedParty> shared = request.IsOfHost ? [await host.RunAsync(teller, isDryRun, cancellationToken)] : [];
        var names = named.Count > 0 ? named : [.. registry.Current.Tenants.Keys];
        var molted = new ConcurrentDictionary<TenantName, MoltedParty>();
        var bound = new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(names, bound, async (name, stop) =>
        {
            var ended = await tenants.RunAsync(name, teller, actor, isDryRun, stop);

            // One that was evicted meanwhile has nothing that could be ill.
            if (!ended.TryGetError(out var error, out var party))
            {
                molted[name] = party;

                // The watchdog hears by it that somebody has taken the tenant in hand.
                if (!isDryRun) _ = desk.Events.Add("tenant.molted", name.Value, actor, party.IsHealthy ? "checked and healthy" : "checked and not healthy");
            }
            else if (error.Code != TenantErrors.Unknown) molted[name] = Unseen(name, error);
        });
        return new MoltReport(isDryRun, [.. shared, .. molted.OrderBy(pair => pair.Key).Select(pair => pair.Value)]);
    }

    private static MoltedParty Unseen(TenantName name, LobsterError why)
    {
        var report = new CheckReport(name, [new CheckResult(HealthChecks.Vm, HealthStatus.Unknown, why.FullMessage)]);
        return new MoltedParty(report, [], report);
    }

    private static LobsterError NoSuch(TenantName name) => new(TenantErrors.Unknown, $"there is no tenant named {name}", "lobsterd tank lists them");
}
