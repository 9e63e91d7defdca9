using Lobsterd.Domain.Config;
using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Templates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>The order of a spawn.</summary>
public sealed class SpawnSaga(
    ReserveStep reserve, SpawnDiskSteps disk, NetworkStep network, SpawnVmSteps vm, RouteStep route, CommitStep commit, ITemplates templates, NetworkPlan plan,
    LobsterdConfig config)
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "tenant.spawn";

    /// <summary>The steps. Disk, secrets and network are made at the same time, and the disk is flushed while the guest boots.</summary>
    public SagaDefinition<SpawnPlan> Define() =>
        new SagaDefinition<SpawnPlan>(Kind, SagaRecovery.Forward, CommandJson.Default.SpawnPlan, spawn => spawn.Draft.Name)
            .Then(reserve, (spawn, _) => spawn.Draft, CommandJson.Default.ReserveOutput)
            .Then(disk.Make, Disk, CommandJson.Default.DiskOutput)
            .Beside(network, (spawn, done) => AttachNetworkInput.Of(TenantOf(spawn, done)), CommandJson.Default.Nothing)
            .Beside(disk.Seal, (spawn, _) => new SealInput(spawn.Draft.Id, spawn.SecretCount), CommandJson.Default.Nothing)
            .Then(vm.Boot, Vm, CommandJson.Default.VmProcess)
            .Then(vm.Agent, (spawn, done) => new AgentInput(Vm(spawn, done), done.Of<VmProcess>(vm.Boot.Name)), CommandJson.Default.VmProcess)
            .Beside(disk.Flush, Disk, CommandJson.Default.Nothing)
            .Then(vm.Claim, (spawn, done) => new ClaimInput(TenantOf(spawn, done), spawn.Workload, done.Of<VmProcess>(vm.Agent.Name)), CommandJson.Default.Nothing)
            .Then(vm.Workload, TenantOf, CommandJson.Default.Nothing)
            .Then(route, (spawn, done) => RouteOf(TenantOf(spawn, done)), CommandJson.Default.Nothing)
            .Then(commit, (spawn, done) => new CommitInput(spawn.Draft.Name, spawn.Draft.Id, done.Of<VmProcess>(vm.Agent.Name)), CommandJson.Default.Nothing);

    /// <summary>The edge's route of a tenant.</summary>
    public EdgeRoute RouteOf(Tenant tenant) =>
        new(tenant.Name, TenantUrl.HostOf(tenant.Name, config), plan.GuestAddressOf(tenant.Slot), tenant.Port, tenant.Publish);

    /// <summary>Whether an unfinished saga is a spawn that has let requests reach its tenant.</summary>
    public bool HasRouted(UnfinishedSaga unfinished) => unfinished.Head.Kind == Kind && unfinished.HasDone(route.Name);

    private Tenant TenantOf(SpawnPlan spawn, SagaOutputs done) => spawn.Draft with { Slot = done.Of<ReserveOutput>(reserve.Name).Slot };

    private VmOwner Owner(SpawnPlan spawn, SagaOutputs done) => TenantOf(spawn, done).Owner;

    private EnsureOverlayInput Disk(SpawnPlan spawn, SagaOutputs done) =>
        new(Owner(spawn, done), spawn.Draft.DiskBytes) { Origin = spawn.Origin ?? (TemplateOf(spawn) is { } key ? templates.FilesOf(key).OverlayPath : null) };

    private static string? TemplateOf(SpawnPlan spawn) => spawn.Template is { IsReady: true } ready ? ready.Inputs.Key : null;

    private VmInput Vm(SpawnPlan spawn, SagaOutputs done) =>
        new(spawn.Draft.Hypervisor, BootVmInput.Of(TenantOf(spawn, done), done.Of<DiskOutput>(disk.Make.Name).Path)) { Template = TemplateOf(spawn) };
}
