using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Storage;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Commands.Templates;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Verify;

/// <summary>The order in which a saved state is loaded on trial: in the builder's slot, on an empty disk, behind a firewall that lets nothing out.</summary>
public sealed class VerifySaga(DiskStep disk, NetworkStep network, LoadStep load, HypervisorSet hypervisors, ITenantNetwork links, IOverlays overlays)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "tenant.verify";

    private readonly ClearStep prepare = new(hypervisors, links, overlays, "prepare");
    private readonly ClearStep clear = new(hypervisors, links, overlays, "clear");

    /// <summary>The steps. One that was cut off is unwound: the state is tried again when there is time. It is nobody's: its sleeper is not touched, and may wake meanwhile.</summary>
    public SagaDefinition<VerifyPlan> Define() =>
        new SagaDefinition<VerifyPlan>(Kind, SagaRecovery.Unwind, CommandJson.Default.VerifyPlan, _ => null)
            .Then(prepare, Vm, CommandJson.Default.Nothing)
            .Then(disk, (plan, _) => new EnsureOverlayInput(plan.Owner, plan.DiskBytes), CommandJson.Default.DiskOutput)
            .Beside(network, (plan, _) => new AttachNetworkInput(plan.Owner, []) { Egress = EgressPolicy.None }, CommandJson.Default.Nothing)
            .Then(load, (plan, done) => new LoadInput(plan, done.Of<DiskOutput>(disk.Name).Path), CommandJson.Default.Loaded)
            .Then(clear, Vm, CommandJson.Default.Nothing);

    /// <summary>What a trial that ran to its end found.</summary>
    public Loaded OutcomeOf(SagaOutputs done) => done.Of<Loaded>(load.Name);

    private static BuilderVm Vm(VerifyPlan plan, SagaOutputs done) => new(plan.Owner, plan.Hypervisor);
}
