using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>The steps that stop a tenant's VM and those that start it, for every saga that does either: there is one way to do it.</summary>
public sealed class PowerStages(StopSteps stop, StartSteps start, SpawnSaga routes)
{
    /// <summary>Adds the steps that end the VM: what is wanted, no requests, then the guest by itself, then the VMM.</summary>
    public SagaDefinition<TPlan> Stop<TPlan>(SagaDefinition<TPlan> saga, DesiredState desired)
        where TPlan : StopPlan =>
        Clear(saga
            .Then(stop.Mark, (plan, _) => new StoppingInput(plan.Tenant, desired), CommandJson.Default.Nothing)
            .Then(stop.Unroute, (plan, _) => Gone(plan), CommandJson.Default.Nothing)
            .Then(stop.Guest, (plan, _) => Gone(plan), CommandJson.Default.Nothing));

    /// <summary>Adds the step that writes down that the tenant is off.</summary>
    public SagaDefinition<TPlan> Settle<TPlan>(SagaDefinition<TPlan> saga)
        where TPlan : StopPlan => saga.Then(stop.Stopped, (plan, _) => plan.Tenant, CommandJson.Default.Nothing);

    /// <summary>Adds the steps that start a VM behind those that ended the one before it.</summary>
    public SagaDefinition<TPlan> StartAgain<TPlan>(SagaDefinition<TPlan> saga)
        where TPlan : StartPlan => Boot(saga.Then(start.Mark, (plan, _) => plan.Tenant, CommandJson.Default.Nothing));

    /// <summary>Adds the steps that start a VM where there was none; what may be left of an earlier one goes first.</summary>
    public SagaDefinition<TPlan> Start<TPlan>(SagaDefinition<TPlan> saga)
        where TPlan : StartPlan => Boot(Clear(saga.Then(start.Mark, (plan, _) => plan.Tenant, CommandJson.Default.Nothing)));

    /// <summary>Adds the step behind which no saved memory can be loaded beside the tenant's disk.</summary>
    public SagaDefinition<TPlan> Forget<TPlan>(SagaDefinition<TPlan> saga)
        where TPlan : StopPlan => saga.Then(stop.State, (plan, _) => plan.Tenant, CommandJson.Default.Nothing);

    /// <summary>Whether an unfinished saga with these steps has let requests reach its tenant.</summary>
    public bool HasRouted(UnfinishedSaga unfinished) => unfinished.HasDone(start.Route.Name);

    private SagaDefinition<TPlan> Clear<TPlan>(SagaDefinition<TPlan> saga)
        where TPlan : StopPlan => Forget(saga.Then(stop.Kill, (plan, _) => Gone(plan), CommandJson.Default.Nothing));

    private SagaDefinition<TPlan> Boot<TPlan>(SagaDefinition<TPlan> saga)
        where TPlan : StartPlan => saga
        .Then(start.Disk, (plan, _) => new EnsureOverlayInput(plan.Tenant.Owner, plan.Tenant.DiskBytes), CommandJson.Default.DiskOutput)
        .Beside(start.Network, (plan, _) => AttachNetworkInput.Of(plan.Tenant), CommandJson.Default.Nothing)
        .Then(start.Vm.Boot, (plan, done) => Vm(plan, done), CommandJson.Default.VmProcess)
        .Then(start.Vm.Agent, (plan, done) => new AgentInput(Vm(plan, done), done.Of<VmProcess>(start.Vm.Boot.Name)), CommandJson.Default.VmProcess)
        .Then(start.Vm.Claim, (plan, done) => new ClaimInput(plan.Tenant, plan.Workload, done.Of<VmProcess>(start.Vm.Agent.Name)), CommandJson.Default.Nothing)
        .Then(start.Vm.Workload, (plan, _) => plan.Tenant, CommandJson.Default.Nothing)
        .Then(start.Route, (plan, _) => routes.RouteOf(plan.Tenant), CommandJson.Default.Nothing)
        .Then(
            start.Commit,
            (plan, done) => new CommitInput(plan.Tenant.Name, plan.Tenant.Id, done.Of<VmProcess>(start.Vm.Agent.Name)),
            CommandJson.Default.Nothing);

    // No template: it holds another disk's state.
    private VmInput Vm(StartPlan plan, SagaOutputs done) =>
        new(plan.Tenant.Hypervisor, BootVmInput.Of(plan.Tenant, done.Of<DiskOutput>(start.Disk.Name).Path));

    // A guest that does not run cannot be asked anything.
    private static EvictPlan Gone(StopPlan plan) => new(plan.Tenant, plan.IsGraceful && plan.Tenant.Observed == ObservedState.Running);
}
