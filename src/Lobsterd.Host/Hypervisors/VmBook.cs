using System.Collections.Concurrent;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors;

/// <summary>The VMs of one driver: those that this service started, and those of an earlier one as soon as somebody asks for them.</summary>
/// <typeparam name="TVm">The driver's own kind.</typeparam>
/// <param name="jail">Where they run.</param>
/// <param name="takeUp">Builds one from what was written down of it; fails with <c>vm.process.not-running</c> or <c>vm.process.foreign</c>.</param>
internal sealed class VmBook<TVm>(VmJail jail, Func<VmOwner, Task<Result<TVm, LobsterError>>> takeUp) : IAsyncDisposable
    where TVm : class, IHeldVm
{
    private static readonly VmExit Unknown = new(null, null, "");

    private readonly ConcurrentDictionary<Guid, TVm> vms = new();

    /// <summary>Holds a VM that was just started.</summary>
    internal void Hold(VmOwner owner, TVm vm) => vms[owner.Id] = vm;

    /// <summary>Forgets a VM; it is its taker's to dispose. Null when none was held.</summary>
    internal TVm? Release(VmOwner owner) => vms.TryRemove(owner.Id, out var vm) ? vm : null;

    /// <summary>The VM that runs.</summary>
    /// <error code="vm.process.not-running">There is none.</error>
    internal async Task<Result<TVm, LobsterError>> FindAsync(VmOwner owner) =>
        (await MeetAsync(owner)).TryGetValue(out var vm) && !vm.Exit.IsCompleted ? vm : VmFaults.NotRunning(owner);

    /// <summary>Takes up a VM that an earlier service started.</summary>
    /// <error code="vm.process.not-running">It has ended since.</error>
    /// <error code="vm.process.foreign">The pid belongs to something else now.</error>
    internal async Task<Result<VmProcess, LobsterError>> AdoptAsync(VmOwner owner, VmProcess recorded)
    {
        if (recorded.BootId != BootId.Current) return new LobsterError(VmErrors.NotRunning, $"tenant {owner.Name}: the host has booted since its VM was started");
        if ((await MeetAsync(owner)).TryGetError(out var error, out var vm)) return error;
        if (vm.Process != recorded) return VmFaults.Foreign(owner, "another one was written down of it");
        return vm.Exit.IsCompleted ? VmFaults.NotRunning(owner) : recorded;
    }

    /// <summary>Completes when the VM has ended; at once when there is none.</summary>
    internal async Task<VmExit> WaitForExitAsync(VmOwner owner, CancellationToken cancellationToken) =>
        (await MeetAsync(owner)).TryGetValue(out var vm) ? await vm.Exit.WaitAsync(cancellationToken) : jail.ExitOf(owner) ?? Unknown;

    /// <summary>Finds the process that a record tells of.</summary>
    /// <error code="vm.process.not-running">It has ended since.</error>
    /// <error code="vm.process.foreign">There is no record of this owner, or the pid belongs to something else now.</error>
    internal Result<JailedProcess, LobsterError> Recognise(VmOwner owner, IVmRecord? record)
    {
        if (record is null || record.Owner != owner.Id || record.Process.BootId != BootId.Current)
            return VmFaults.Foreign(owner, "nothing was written down of it");
        return jail.Find(owner, record.Process.Pid, record.Process.StartTicks, record.Program)
            .MapError(error => error.Code == ProcessErrors.Gone ? VmFaults.NotRunning(owner) : VmFaults.Foreign(owner, error.Message));
    }

    /// <summary>Lets go of every VM; they go on.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var id in vms.Keys)
            if (vms.TryRemove(id, out var vm)) await vm.DisposeAsync();
    }

    private async Task<Result<TVm, LobsterError>> MeetAsync(VmOwner owner)
    {
        if (vms.TryGetValue(owner.Id, out var known)) return known;
        if ((await takeUp(owner)).TryGetError(out var error, out var vm)) return error;

        // Two that look at once see one VM.
        var held = vms.GetOrAdd(owner.Id, vm);
        if (held != vm) await vm.DisposeAsync();
        return held;
    }
}
