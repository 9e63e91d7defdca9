using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Spawn;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Boots a tenant from its own disk, by the steps of a spawn: what is left for one whose saved state cannot be used.</summary>
public sealed class ColdBoot(SpawnVmSteps steps, LobsterdPaths paths)
{
    /// <summary>Boots it, gives the VM its identity and starts the workload.</summary>
    public async Task<Result<VmProcess, LobsterError>> RunAsync(ResumePlan plan, CancellationToken cancellationToken)
    {
        var input = InputOf(plan.Tenant);
        return await steps.Boot.DoAsync(input, cancellationToken)
            .Bind(process => steps.Agent.DoAsync(new AgentInput(input, process), cancellationToken))
            .Bind(process => steps.Claim.DoAsync(new ClaimInput(plan.Tenant, plan.Workload, process), cancellationToken).Map(_ => process))
            .Bind(process => steps.Workload.DoAsync(plan.Tenant, cancellationToken).Map(_ => process));
    }

    /// <summary>Removes whatever VM the tenant has.</summary>
    public Task<UnitResult<LobsterError>> EndAsync(Tenant tenant, CancellationToken cancellationToken) =>
        steps.Boot.UndoAsync(InputOf(tenant), null, cancellationToken);

    private VmInput InputOf(Tenant tenant) => new(tenant.Hypervisor, RestoreStep.BootOf(tenant, paths));
}
