using Lobsterd.Domain.Edge;
using Lobsterd.Domain.Forks;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>The order in which one tenant becomes several. A service that comes after one that was killed undoes it: the original goes on, and there are no copies.</summary>
public sealed class ForkSaga
{
    /// <summary>The saga's name in journals.</summary>
    public const string Kind = "tenant.fork";

    private readonly ForkSourceSteps source;
    private readonly IForkStore store;
    private readonly SpawnSaga routes;
    private readonly EachStep<Tenant, ReserveOutput> reserve;
    private readonly EachStep<EnsureOverlayInput, DiskOutput> disk;
    private readonly EachStep<EnsureOverlayInput, Nothing> flush;
    private readonly EachStep<AttachNetworkInput, Nothing> network;
    private readonly EachStep<CopyVmInput, VmProcess> restore;
    private readonly EachStep<ReclaimInput, Nothing> reclaim;
    private readonly EachStep<Tenant, Nothing> workload;
    private readonly EachStep<EdgeRoute, Nothing> route;
    private readonly EachStep<CommitInput, Nothing> commit;

    /// <summary>The saga, of the steps of a spawn and its own.</summary>
    public ForkSaga(
        ForkSourceSteps source,
        ForkVmSteps vm,
        ReserveStep reserve,
        SpawnDiskSteps disk,
        NetworkStep network,
        RouteStep route,
        CommitStep commit,
        SpawnSaga routes,
        IForkStore store)
    {
        this.source = source;
        this.store = store;
        this.routes = routes;
        this.reserve = new(reserve);
        this.disk = new(disk.Make);
        flush = new(disk.Flush);
        this.network = new(network);
        restore = new(vm.Restore);
        reclaim = new(vm.Reclaim);
        workload = new(vm.Workload);
        this.route = new(route);
        this.commit = new(commit);
    }

    /// <summary>The steps. The original stands still between <c>hold</c> and <c>release</c> alone.</summary>
    public SagaDefinition<ForkPlan> Define() =>
        new SagaDefinition<ForkPlan>(Kind, SagaRecovery.Unwind, CommandJson.Default.ForkPlan, plan => plan.Source.Name)
            .Then(reserve, (plan, _) => [.. plan.Copies.Select(copy => copy.Draft)], CommandJson.Default.EachReserveOutput)
            .Then(source.Hold, Same, CommandJson.Default.Nothing)
            .Then(source.Copy, Same, CommandJson.Default.Nothing)
            .Then(source.Release, Same, CommandJson.Default.Nothing)
            .Then(disk, Disks, CommandJson.Default.EachDiskOutput)
            .Beside(network, (plan, done) => [.. TenantsOf(plan, done).Select(AttachNetworkInput.Of)], CommandJson.Default.EachNothing)
            .Then(restore, Vms, CommandJson.Default.EachVmProcess)
            .Beside(flush, Disks, CommandJson.Default.EachNothing)
            .Then(reclaim, Reclaims, CommandJson.Default.EachNothing)
            .Then(workload, TenantsOf, CommandJson.Default.EachNothing)
            .Then(route, (plan, done) => [.. TenantsOf(plan, done).Select(routes.RouteOf)], CommandJson.Default.EachNothing)
            .Then(commit, Commits, CommandJson.Default.EachNothing)
            .NoReturn()
            .Then(source.Clear, Same, CommandJson.Default.Nothing);

    private static ForkPlan Same(ForkPlan plan, SagaOutputs done) => plan;

    private IReadOnlyList<Tenant> TenantsOf(ForkPlan plan, SagaOutputs done) =>
        [.. plan.Copies.Zip(done.Of<Each<ReserveOutput>>(reserve.Name).All, (copy, reserved) => copy.Draft with { Slot = reserved.Slot })];

    private IReadOnlyList<EnsureOverlayInput> Disks(ForkPlan plan, SagaOutputs done)
    {
        var origin = store.FilesOf(plan.Source.Owner).OverlayPath;
        return [.. TenantsOf(plan, done).Select(tenant => new EnsureOverlayInput(tenant.Owner, tenant.DiskBytes) { Origin = origin })];
    }

    private IReadOnlyList<CopyVmInput> Vms(ForkPlan plan, SagaOutputs done)
    {
        var files = store.FilesOf(plan.Source.Owner).Snapshot;
        return
        [
            .. TenantsOf(plan, done).Zip(done.Of<Each<DiskOutput>>(disk.Name).All, (tenant, made) => new CopyVmInput(
                tenant.Hypervisor, BootVmInput.Of(tenant, made.Path), files)),
        ];
    }

    private IReadOnlyList<ReclaimInput> Reclaims(ForkPlan plan, SagaOutputs done) =>
    [
        .. TenantsOf(plan, done).Zip(plan.Copies, done.Of<Each<VmProcess>>(restore.Name).All)
            .Select(one => new ReclaimInput(new ClaimInput(one.First, one.Second.Workload, one.Third), plan.Nonce, plan.KeepProcesses)),
    ];

    private IReadOnlyList<CommitInput> Commits(ForkPlan plan, SagaOutputs done) =>
        [.. plan.Copies.Zip(done.Of<Each<VmProcess>>(restore.Name).All, (copy, process) => new CommitInput(copy.Draft.Name, copy.Draft.Id, process))];
}
