using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>The order of a stop, of a start, and of both in one journal.</summary>
public sealed class PowerSagas(StopSteps stop, StartSteps start, SpawnSaga routes)
{
    /// <summary>A stop's name in journals.</summary>
    public const string StopKind = "tenant.stop";

    /// <summary>A start's name in journals.</summary>
    public const string StartKind = "tenant.start";

    /// <summary>A restart's name in journals.</summary>
    public const string RestartKind = "tenant.restart";

    /// <summary>A stop. Nothing of it can be taken back: a guest that was asked to shut down does so.</summary>
    public SagaDefinition<StopPlan> DefineStop() =>
        new SagaDefinition<StopPlan>(StopKind, SagaRecovery.ForwardOnly, CommandJson.Default.StopPlan, plan => plan.Tenant.Name)
            .Then(stop.Mark, (plan, _) => new StoppingInput(plan.Tenant, DesiredState.Stopped), CommandJson.Default.Nothing)
            .Then(stop.Unroute, (plan, _) => Gone(plan.Tenant), CommandJson.Default.Nothing)
            .Then(stop.Guest, (plan, _) => Gone(plan.Tenant), CommandJson.Default.Nothing)
            .Then(stop.Kill, (plan, _) => Gone(plan.Tenant), CommandJson.Default.Nothing)
            .Then(stop.Stopped, (plan, _) => plan.Tenant, CommandJson.Default.Nothing);

    /// <summary>A start. What may be left of an earlier VM goes first.</summary>
    public SagaDefinition<StartPlan> DefineStart() =>
        WithStart(new SagaDefinition<StartPlan>(StartKind, SagaRecovery.Forward, CommandJson.Default.StartPlan, plan => plan.Tenant.Name)
            .Then(start.Mark, (plan, _) => plan.Tenant, CommandJson.Default.Nothing)
            .Then(stop.Kill, (plan, _) => Gone(plan.Tenant), CommandJson.Default.Nothing));

    /// <summary>A restart.</summary>
    public SagaDefinition<StartPlan> DefineRestart() =>
        WithStart(new SagaDefinition<StartPlan>(RestartKind, SagaRecovery.Forward, CommandJson.Default.StartPlan, plan => plan.Tenant.Name)
            .Then(stop.Mark, (plan, _) => new StoppingInput(plan.Tenant, DesiredState.Running), CommandJson.Default.Nothing)
            .Then(stop.Unroute, (plan, _) => Gone(plan.Tenant), CommandJson.Default.Nothing)
            .Then(stop.Guest, (plan, _) => Gone(plan.Tenant), CommandJson.Default.Nothing)
            .Then(stop.Kill, (plan, _) => Gone(plan.Tenant), CommandJson.Default.Nothing)
            .Then(start.Mark, (plan, _) => plan.Tenant, CommandJson.Default.Nothing));

    /// <summary>Whether an unfinished saga is a start or restart that has let requests reach its tenant.</summary>
    public bool HasRouted(UnfinishedSaga unfinished) => unfinished.Head.Kind is StartKind or RestartKind && unfinished.HasDone(start.Route.Name);

    private SagaDefinition<StartPlan> WithStart(SagaDefinition<StartPlan> saga) => saga
        .Then(start.Disk, (plan, _) => new EnsureOverlayInput(plan.Tenant.Owner, plan.Tenant.DiskBytes), CommandJson.Default.DiskOutput)
        .Beside(start.Network, (plan, _) => AttachNetworkInput.Of(plan.Tenant), CommandJson.Default.Nothing)
        .Then(start.Vm.Boot, Vm, CommandJson.Default.VmProcess)
        .Then(start.Vm.Agent, (plan, done) => new AgentInput(Vm(plan, done), done.Of<VmProcess>(start.Vm.Boot.Name)), CommandJson.Default.VmProcess)
        .Then(start.Vm.Claim, (plan, _) => new ClaimInput(plan.Tenant, plan.Workload), CommandJson.Default.Nothing)
        .Then(start.Vm.Workload, (plan, _) => plan.Tenant, CommandJson.Default.Nothing)
        .Then(start.Route, (plan, _) => routes.RouteOf(plan.Tenant), CommandJson.Default.Nothing)
        .Then(
            start.Commit,
            (plan, done) => new CommitInput(plan.Tenant.Name, plan.Tenant.Id, done.Of<VmProcess>(start.Vm.Agent.Name)),
            CommandJson.Default.Nothing);

    // No template: it holds another disk's state.
    private VmInput Vm(StartPlan plan, SagaOutputs done) =>
        new(plan.Tenant.Hypervisor, new BootVmInput
        {
            Owner = plan.Tenant.Owner,
            Size = plan.Tenant.Size,
            Image = plan.Tenant.Image,
            OverlayPath = done.Of<DiskOutput>(start.Disk.Name).Path,
        });

    // A guest that does not run cannot be asked anything.
    private static EvictPlan Gone(Tenant tenant) => new(tenant, tenant.Observed == ObservedState.Running);
}
