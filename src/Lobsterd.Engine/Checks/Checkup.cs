using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Checks;

/// <summary>Looks at a tenant, or at what all share, with every check there is.</summary>
/// <remarks>Takes no lock: whoever must not look into the middle of a command holds the tenant's.</remarks>
public sealed class Checkup
{
    private static readonly HealthCheck[] Front = [HealthChecks.Forwarding, HealthChecks.Edge, HealthChecks.Caddy];

    private readonly RegistryBook registry;
    private readonly HypervisorSet hypervisors;
    private readonly IAgents agents;
    private readonly TimeProvider clock;
    private readonly IReadOnlyList<TenantCheck> ofTenant;
    private readonly IReadOnlyList<HostCheck> ofHost;

    /// <summary>Sorts the checks into their order.</summary>
    public Checkup(
        RegistryBook registry, HypervisorSet hypervisors, IAgents agents, TimeProvider clock, IEnumerable<TenantCheck> ofTenant, IEnumerable<HostCheck> ofHost)
    {
        (this.registry, this.hypervisors, this.agents, this.clock) = (registry, hypervisors, agents, clock);
        var (tenants, hosts) = (ofTenant.ToDictionary(check => check.About), ofHost.ToDictionary(check => check.About));
        this.ofTenant = [.. HealthChecks.OfTenant.Select(about => tenants[about])];
        this.ofHost = [.. HealthChecks.OfHost.Select(about => hosts[about])];
    }

    /// <summary>Looks at a tenant.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public async Task<Result<CheckReport, LobsterError>> CheckAsync(TenantName name, CancellationToken cancellationToken)
    {
        if (!registry.Current.Tenants.TryGetValue(name, out var tenant))
            return new LobsterError(TenantErrors.Unknown, $"there is no tenant named {name}", "lobsterd tank lists them");

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var exit = UntilExitAsync(tenant, over.Token);
        try
        {
            return new CheckReport(name, await LookAsync(LookAt(tenant), exit, cancellationToken));
        }
        finally
        {
            await over.CancelAsync();
            await exit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks at what all tenants share.</summary>
    public async Task<CheckReport> CheckHostAsync(CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        foreach (var check in ofHost)
            results.Add(ResultOf(check.About, Lacking(check.About, results) ?? await check.LookAsync(cancellationToken)));
        return new CheckReport(null, results);
    }

    /// <summary>Looks only at whether a tenant's VM is there, which costs next to nothing.</summary>
    public async Task<CheckReport> CheckVmAsync(Tenant tenant, CancellationToken cancellationToken) =>
        new(tenant.Name, [ResultOf(HealthChecks.Vm, await ofTenant.First(check => check.About == HealthChecks.Vm).LookAsync(LookAt(tenant), cancellationToken))]);

    /// <summary>Looks at what leads requests to tenants, edge and Caddy, and at forwarding: what is cheap to look at.</summary>
    /// <param name="besides">And at these, which all share.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CheckReport> CheckFrontAsync(IReadOnlyCollection<HealthCheck> besides, CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        foreach (var check in ofHost.Where(check => Front.Contains(check.About) || besides.Contains(check.About)))
            results.Add(ResultOf(check.About, Lacking(check.About, results) ?? await check.LookAsync(cancellationToken)));
        return new CheckReport(null, results);
    }

    private async Task<IReadOnlyList<CheckResult>> LookAsync(TenantLook look, Task exit, CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        foreach (var check in ofTenant.Where(check => !check.About.IsOfRunning || look.Tenant.Desired == DesiredState.Running))
        {
            var seen = Lacking(check.About, results);
            if (seen is null && results.Exists(result => result.Check == HealthChecks.Vm && result.Status == HealthStatus.Healthy))
            {
                seen = await LookUntilAsync(exit, check, look, cancellationToken);
                if (seen is null) Forget(results);
            }

            seen ??= Lacking(check.About, results) ?? await LookAsync(check, look, cancellationToken);
            results.Add(ResultOf(check.About, seen));
        }

        return results;
    }

    // A guest whose VMM ends while it is asked never answers, and whoever is to repair it would wait for that. Null when it has ended.
    private async Task<Observation?> LookUntilAsync(Task exit, TenantCheck check, TenantLook look, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var seeing = LookAsync(check, look, stop.Token);
        if (await Task.WhenAny(seeing, exit) == seeing) return await seeing;
        await stop.CancelAsync();
        await ((Task)seeing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return null;
    }

    // What was seen of a VM that has ended since says nothing any more.
    private static void Forget(List<CheckResult> results)
    {
        for (var at = 0; at < results.Count; at++)
        {
            var about = results[at].Check;
            var now = about == HealthChecks.Vm ? Observation.Failed("its VMM ended while it was looked at") : Lacking(about, results);
            if (now is not null) results[at] = ResultOf(about, now);
        }
    }

    private Task UntilExitAsync(Tenant tenant, CancellationToken cancellationToken) =>
        tenant is { Desired: DesiredState.Running, Vm: not null } && hypervisors.Of(tenant.Hypervisor).TryGetValue(out var driver)
            ? driver.WaitForExitAsync(tenant.Owner, cancellationToken)
            : Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

    // What all share is looked at only for a tenant that seems ill, so that a healthy one costs nothing more.
    private async Task<Observation> LookAsync(TenantCheck check, TenantLook look, CancellationToken cancellationToken)
    {
        var seen = await check.LookAsync(look, cancellationToken);
        if (seen.Status != HealthStatus.Failed) return seen;
        foreach (var shared in ofHost.Where(shared => check.About.NeedsOfHost.Contains(shared.About.Name)))
            if ((await shared.LookAsync(cancellationToken)).Status != HealthStatus.Healthy)
                return Observation.Unknown($"not to be told while {shared.About.Name} of the host is not healthy: {seen.Evidence}");
        return seen;
    }

    private TenantLook LookAt(Tenant tenant) => new(tenant, agents, clock);

    private static CheckResult ResultOf(HealthCheck about, Observation seen) => new(about, seen.Status, seen.Evidence);

    private static Observation? Lacking(HealthCheck about, List<CheckResult> before)
    {
        var lacking = before.Find(result => result.Status != HealthStatus.Healthy && about.Needs.Contains(result.Name));
        return lacking is null ? null : Observation.Unknown($"not to be told while {lacking.Name} is not healthy");
    }
}
