using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Firecracker.Api;
using Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>Runs VMs with Firecracker under its jailer. See the room's README.</summary>
public sealed partial class FirecrackerHypervisor : IHypervisor, IAsyncDisposable
{
    private readonly VmBook<FirecrackerVm> vms;
    private readonly CleanStart starts;
    private readonly LobsterdPaths paths;
    private readonly IImages images;
    private readonly VmJail jail;
    private readonly FirecrackerPrograms programs;
    private readonly TimeProvider clock;

    /// <summary>Wires the driver for one root.</summary>
    /// <param name="paths">The root.</param>
    /// <param name="config">Which Firecracker.</param>
    /// <param name="images">Where kernels and images come from.</param>
    /// <param name="jail">Where Firecracker runs.</param>
    /// <param name="clock">Measures the bounds.</param>
    public FirecrackerHypervisor(LobsterdPaths paths, HypervisorConfig config, IImages images, VmJail jail, TimeProvider clock)
    {
        (this.paths, this.images, this.jail, this.clock) = (paths, images, jail, clock);
        programs = new FirecrackerPrograms(new FirecrackerPlaces(config, paths), new ProgramVersions(paths, clock));
        vms = new VmBook<FirecrackerVm>(jail, TakeUpAsync);
        starts = new CleanStart(KillAsync, clock);
    }

    /// <inheritdoc/>
    public HypervisorName Name => HypervisorName.Firecracker;

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> PauseAsync(VmOwner owner, CancellationToken cancellationToken) => BecomeAsync(owner, VmState.Paused, cancellationToken);

    /// <inheritdoc/>
    public Task<UnitResult<LobsterError>> ResumeAsync(VmOwner owner, CancellationToken cancellationToken) => BecomeAsync(owner, VmState.Resumed, cancellationToken);

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> KillAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        var vm = vms.Release(owner);
        var removed = (await jail.RemoveAsync(owner, cancellationToken))
            .Bind(() => JailerFolder.RemoveAll(paths, owner))
            .Bind(() => new VmRunFolder(paths, owner.Name).Remove());
        if (vm is not null) await vm.DisposeAsync();
        return removed;
    }

    /// <inheritdoc/>
    public Task<Result<VmProcess, LobsterError>> AdoptAsync(VmOwner owner, VmProcess recorded, CancellationToken cancellationToken) =>
        vms.AdoptAsync(owner, recorded);

    /// <inheritdoc/>
    public Task<VmExit> WaitForExitAsync(VmOwner owner, CancellationToken cancellationToken) => vms.WaitForExitAsync(owner, cancellationToken);

    /// <inheritdoc/>
    public async Task<Result<bool, LobsterError>> AreCpusRunningAsync(VmOwner owner, CancellationToken cancellationToken) =>
        await vms.FindAsync(owner).Bind(vm => vm.DescribeAsync(cancellationToken)).Map(info => info.State != InstanceInfo.Paused);

    /// <inheritdoc/>
    public async Task<Result<VmStats, LobsterError>> StatsAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        if ((await vms.FindAsync(owner)).TryGetError(out var none, out var vm)) return none;
        if (ProcessStat.Read(vm.Process.Pid).TryGetError(out _, out var stat)) return VmFaults.NotRunning(owner);
        if ((await vm.DescribeAsync(cancellationToken)).TryGetError(out var error, out var info)) return error;
        return new VmStats(stat.CpuTime, RunQueueWait.Of(stat.Pid), stat.ResidentBytes, info.State == InstanceInfo.Paused, vm.LimitsInForce)
        {
            Disk = vm.Metrics?.Disk,
            Throttles = vm.Metrics?.Throttles,
        };
    }

    /// <summary>Lets go of every VM; they go on.</summary>
    public ValueTask DisposeAsync() => vms.DisposeAsync();

    private async Task<UnitResult<LobsterError>> BecomeAsync(VmOwner owner, VmState state, CancellationToken cancellationToken)
    {
        if ((await vms.FindAsync(owner)).TryGetError(out var none, out var vm)) return none;
        return (await vm.SendAsync(ApiRequest.Become(state), cancellationToken)).TryGetError(out var error, out _) ? error : UnitResult.Success<LobsterError>();
    }

    // Not asked yet: a VM whose API hangs is still a VM, and a repair's business.
    private Task<Result<FirecrackerVm, LobsterError>> TakeUpAsync(VmOwner owner)
    {
        var record = new VmRunFolder(paths, owner.Name).Read(FirecrackerRecordJson.Default.FirecrackerRecord);
        return Task.FromResult(vms.Recognise(owner, record).Map(process => VmOf(owner, record!, process)));
    }

    // By its own pipe from the start; of a VM that is taken up later by whatever it has put there, whose words are as good as its own. None is no harm.
    private FirecrackerVm VmOf(VmOwner owner, FirecrackerRecord record, JailedProcess process)
    {
        var folder = new JailerFolder(paths, owner, record.Vmm);
        var metrics = Fifo.OpenReader(folder.InRoot(FirecrackerMachine.Metrics)).TryGetValue(out var pipe) ? pipe : null;
        return new FirecrackerVm(owner, record, process, new ApiSocket(folder.ApiSocket), metrics, new VmRunFolder(paths, owner.Name)[JailFiles.Console], clock);
    }
}
