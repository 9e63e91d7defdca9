using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Restore;

/// <summary>The steps around something that is done to a tenant's disk: its VM is stopped before and started behind it.</summary>
public sealed class RestartSteps(StoppingStep mark, RestartEnding ending, SpawnVmSteps vm, RouteStep route, CommitStep commit, SpawnSaga routes, IOverlays overlays)
{
    /// <summary>The name of the step behind which requests reach the tenant again.</summary>
    public string RouteName => route.Name;

    /// <summary>Adds the steps that stop it: no requests, then the guest by itself, then the VMM.</summary>
    public SagaDefinition<RestorePlan> Stop(SagaDefinition<RestorePlan> saga) => saga
        .Then(mark, (plan, _) => plan, CommandJson.Default.Nothing)
        .Then(ending.Unroute, (plan, _) => routes.RouteOf(plan.Tenant), CommandJson.Default.Nothing)
        .Then(ending.Guest, Ending, CommandJson.Default.Nothing)
        .Then(ending.Kill, Ending, CommandJson.Default.Nothing);

    /// <summary>Adds the steps that start it: those of a spawn that has its disk.</summary>
    public SagaDefinition<RestorePlan> Start(SagaDefinition<RestorePlan> saga) => saga
        .Then(vm.Boot, (plan, _) => Vm(plan), CommandJson.Default.VmProcess)
        .Then(vm.Agent, (plan, done) => new AgentInput(Vm(plan), done.Of<VmProcess>(vm.Boot.Name)), CommandJson.Default.VmProcess)
        .Then(vm.Claim, (plan, _) => new ClaimInput(plan.Tenant, plan.Workload), CommandJson.Default.Nothing)
        .Then(vm.Workload, (plan, _) => plan.Tenant, CommandJson.Default.Nothing)
        .Then(route, (plan, _) => routes.RouteOf(plan.Tenant), CommandJson.Default.Nothing)
        .Then(commit, (plan, done) => new CommitInput(plan.Tenant.Name, plan.Tenant.Id, done.Of<VmProcess>(vm.Agent.Name)), CommandJson.Default.Nothing);

    private static EvictPlan Ending(RestorePlan plan, SagaOutputs done) => new(plan.Tenant, Graceful: true);

    private VmInput Vm(RestorePlan plan) => new(plan.Tenant.Hypervisor, new BootVmInput
    {
        Owner = plan.Tenant.Owner,
        Size = plan.Tenant.Size,
        Image = plan.Tenant.Image,
        OverlayPath = overlays.PathOf(plan.Tenant.Name),
    });
}
