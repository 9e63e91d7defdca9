using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Tests.Unit.Engine.Worlds;

/// <summary>VMs of a <see cref="World"/>; a test can end one as a signal would.</summary>
internal sealed class WorldHypervisor(World world) : IHypervisor
{
    private readonly Dictionary<Guid, TaskCompletionSource<VmExit>> exits = [];

    public HypervisorName Name => HypervisorName.Qemu;

    /// <summary>What a VM has cost so far, told anew at each question.</summary>
    public Func<VmStats> Stats { get; set; } = () => new VmStats(TimeSpan.Zero, null, 0, IsPaused: false, []);

    /// <summary>Whether no saved state fits.</summary>
    public bool Misfit { get; set; }

    public static VmProcess ProcessOf(VmOwner owner) => new(1000 + owner.Slot.Number, 1, Guid.Empty, "1.0");

    public void End(VmOwner owner, VmExit exit)
    {
        _ = world.Take("vm.end", $"{owner.Name} vm");
        ExitOf(owner).SetResult(exit);
    }

    public Task<Result<VmProcess, LobsterError>> BootAsync(BootVmInput input, CancellationToken cancellationToken)
    {
        Begin(input.Owner);
        return world.Make("vm.boot", $"{input.Owner.Name} vm").AsTask(ProcessOf(input.Owner));
    }

    public Task<UnitResult<LobsterError>> KillAsync(VmOwner owner, CancellationToken cancellationToken)
    {
        if (world.Take("vm.kill", $"{owner.Name} vm") is { } error) return Task.FromResult(UnitResult.Failure(error));

        // What stood still in it stands nowhere any more.
        if (world.Has($"{owner.Name} held")) _ = world.Take("vm.kill", $"{owner.Name} held");
        _ = ExitOf(owner).TrySetResult(new VmExit(null, 9, ""));
        return Task.FromResult(UnitResult.Success<LobsterError>());
    }

    public Task<Result<VmProcess, LobsterError>> AdoptAsync(VmOwner owner, VmProcess recorded, CancellationToken cancellationToken) =>
        Task.FromResult(world.Has($"{owner.Name} vm")
            ? Result.Success<VmProcess, LobsterError>(recorded)
            : new LobsterError(VmErrors.NotRunning, "gone"));

    public Task<VmExit> WaitForExitAsync(VmOwner owner, CancellationToken cancellationToken) =>
        world.Has($"{owner.Name} vm") ? ExitOf(owner).Task.WaitAsync(cancellationToken) : Task.FromResult(new VmExit(null, null, ""));

    public Task<UnitResult<LobsterError>> PauseAsync(VmOwner owner, CancellationToken cancellationToken) => world.Do("vm.pause").AsTask();

    public Task<UnitResult<LobsterError>> ResumeAsync(VmOwner owner, CancellationToken cancellationToken) => world.Do("vm.resume").AsTask();

    public Task<UnitResult<LobsterError>> SnapshotAsync(VmOwner owner, SnapshotFiles files, CancellationToken cancellationToken) =>
        world.Do("vm.snapshot").AsTask();

    /// <summary>What a restore waits for, once its VM stands.</summary>
    public Func<CancellationToken, Task> Restoring { get; set; } = _ => Task.CompletedTask;

    public async Task<Result<VmProcess, LobsterError>> RestoreAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken)
    {
        if (Misfit) return new LobsterError(VmErrors.StateUnusable, "of another machine");
        Begin(input.Owner);
        var error = world.Make("vm.restore", $"{input.Owner.Name} vm");
        await Restoring(cancellationToken);
        return await error.AsTask(ProcessOf(input.Owner));
    }

    public Task<UnitResult<LobsterError>> FitsAsync(BootVmInput input, SnapshotFiles files, CancellationToken cancellationToken) =>
        Task.FromResult(Misfit ? new LobsterError(VmErrors.StateUnusable, "of another machine") : UnitResult.Success<LobsterError>());

    public Task<UnitResult<LobsterError>> CheckBaseAsync(SnapshotFiles files, CancellationToken cancellationToken) => world.Do("vm.base").AsTask();

    public Task<Result<bool, LobsterError>> AreCpusRunningAsync(VmOwner owner, CancellationToken cancellationToken) =>
        world.Do("vm.stats").AsTask(!Stats().IsPaused);

    public Task<Result<VmStats, LobsterError>> StatsAsync(VmOwner owner, CancellationToken cancellationToken) =>
        world.Do("vm.stats").AsTask(Stats());

    // A VM's end is its own: the next one of the tenant has another.
    private void Begin(VmOwner owner)
    {
        lock (exits) exits[owner.Id] = new TaskCompletionSource<VmExit>(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private TaskCompletionSource<VmExit> ExitOf(VmOwner owner)
    {
        lock (exits)
        {
            if (!exits.TryGetValue(owner.Id, out var exit))
                exits[owner.Id] = exit = new TaskCompletionSource<VmExit>(TaskCreationOptions.RunContinuationsAsynchronously);
            return exit;
        }
    }
}
