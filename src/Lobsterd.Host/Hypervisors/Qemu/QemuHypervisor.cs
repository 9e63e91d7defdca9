using CSharpFunctionalExtensions;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Storage;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Pool;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>Runs VMs with QEMU, in its jail, with KVM or in software. See the room's README.</summary>
public sealed partial class QemuHypervisor : IHypervisor, IAsyncDisposable
{
    private readonly VmBook<QemuVm> vms;
    private readonly CleanStart starts;
    private readonly SealedRams rams;
    private readonly QemuPool pool;
    private readonly LobsterdPaths paths;
    private readonly IImages images;
    private readonly VmJail jail;
    private readonly QemuHostFacts host;
    private readonly TimeProvider clock;

    /// <summary>Wires the driver for one root.</summary>
    /// <param name="paths">The root.</param>
    /// <param name="config">Which QEMU.</param>
    /// <param name="images">Where kernels and images come from.</param>
    /// <param name="jail">Where QEMU runs.</param>
    /// <param name="clock">The real clock: a guest's is measured by it.</param>
    public QemuHypervisor(LobsterdPaths paths, HypervisorConfig config, IImages images, VmJail jail, TimeProvider clock)
    {
        (this.paths, this.images, this.jail, this.clock) = (paths, images, jail, clock);
        rams = new SealedRams(clock);
        host = new QemuHostFacts(config.QemuProgram, new ProgramVersions(paths, clock), clock);
        vms = new VmBook<QemuVm>(jail, TakeUpAsync);
        starts = new CleanStart(KillAsync, clock);
        pool = new QemuPool(new MemberStart(images, jail, rams, clock), jail, config.Pool == 0, clock);
        Spare = new SpareMemory([pool, rams]);
    }

    /// <inheritdoc/>
    public HypervisorName Name => HypervisorName.Qemu;

    /// <summary>What is kept for VMs to come: QEMUs that wait, then the memory of templates that no VM maps now.</summary>
    public ISpareMemory Spare { get; }

    /// <summary>The QEMUs that wait.</summary>
    public IVmmPool Pool => pool;

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> PauseAsync(VmOwner owner, CancellationToken cancellationToken) =>
        await vms.FindAsync(owner).Bind(vm => vm.AskAsync(QmpCommands.Stop, cancellationToken));

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> ResumeAsync(VmOwner owner, CancellationToken cancellationToken) =>
        await vms.FindAsync(owner).Bind(vm => vm.AskAsync(QmpCommands.Continue, cancellationToken));

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> KillAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        var vm = vms.Release(owner);
        var removed = (await jail.RemoveAsync(owner, cancellationToken)).Bind(() => new VmRunFolder(paths, owner.Name).Remove());
        if (vm is not null) await vm.DisposeAsync();
        return removed;
    }

    /// <inheritdoc/>
    public Task<VmExit> WaitForExitAsync(VmOwner owner, CancellationToken cancellationToken) => vms.WaitForExitAsync(owner, cancellationToken);

    /// <inheritdoc/>
    public async Task<Result<bool, LobsterError>> AreCpusRunningAsync(VmOwner owner, CancellationToken cancellationToken) =>
        await vms.FindAsync(owner).Bind(vm => vm.AskAsync(QmpCommands.QueryStatus, cancellationToken)).Map(status => status.Running);

    /// <inheritdoc/>
    public async Task<Result<VmStats, LobsterError>> StatsAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        if ((await vms.FindAsync(owner)).TryGetError(out var none, out var vm)) return none;
        if (ProcessStat.Read(vm.Record.Process.Pid).TryGetError(out _, out var stat)) return VmFaults.NotRunning(owner);
        if ((await vm.AskAsync(QmpCommands.QueryStatus, cancellationToken)).TryGetError(out var error, out var status)) return error;
        return new VmStats(stat.CpuTime, RunQueueWait.Of(stat.Pid), stat.ResidentBytes, !status.Running, vm.LimitsInForce);
    }

    /// <summary>Lets go of every VM; they go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await vms.DisposeAsync();
        await pool.DisposeAsync();
        rams.Dispose();
    }

    // What was read from a template's file is nobody's, and may stay; a copy's memory is a tenant's.
    private bool IsOfTemplate(string path) => path.StartsWith(paths.Templates + "/", StringComparison.Ordinal);
}
