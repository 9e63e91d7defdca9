using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Templates;

/// <summary>The order in which a template is made: a spawn's first half, then the workload's waiting program, and the saving instead of the claim.</summary>
public sealed class TemplateBuildSaga(
    DiskStep disk, NetworkStep network, SpawnVmSteps vm, PrepareStep workload, SaveStep save, HypervisorSet hypervisors, ITenantNetwork links, IOverlays overlays)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "template.build";

    private readonly ClearStep prepare = new(hypervisors, links, overlays, "prepare");
    private readonly ClearStep clear = new(hypervisors, links, overlays, "clear");

    /// <summary>The steps. One that was cut off is unwound: nobody waits for it, and the next spawn that misses it asks again.</summary>
    public SagaDefinition<TemplateBuildPlan> Define() =>
        new SagaDefinition<TemplateBuildPlan>(Kind, SagaRecovery.Unwind, CommandJson.Default.TemplateBuildPlan, _ => null)
            .Then(prepare, Cleared, CommandJson.Default.Nothing)
            .Then(disk, (plan, _) => new EnsureOverlayInput(plan.Owner, plan.Inputs.DiskBytes), CommandJson.Default.DiskOutput)
            .Beside(network, (plan, _) => new AttachNetworkInput(plan.Owner, []) { Egress = EgressPolicy.None }, CommandJson.Default.Nothing)
            .Then(vm.Boot, Vm, CommandJson.Default.VmProcess)
            .Then(vm.Agent, (plan, done) => new AgentInput(Vm(plan, done), done.Of<VmProcess>(vm.Boot.Name)), CommandJson.Default.VmProcess)
            .Then(workload, (plan, _) => plan, CommandJson.Default.Nothing)
            .Then(save, (plan, done) => new SaveInput(plan, done.Of<DiskOutput>(disk.Name).Path), CommandJson.Default.Nothing)
            .Then(clear, Cleared, CommandJson.Default.Nothing);

    private static BuilderVm Cleared(TemplateBuildPlan plan, SagaOutputs done) => new(plan.Owner, plan.Hypervisor);

    private VmInput Vm(TemplateBuildPlan plan, SagaOutputs done) =>
        new(plan.Hypervisor, new BootVmInput
        {
            Owner = plan.Owner,
            Size = plan.Inputs.Size,
            Image = plan.Inputs.Image,
            OverlayPath = done.Of<DiskOutput>(disk.Name).Path,
        });
}
