using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Qemu;

public sealed partial class QemuHypervisor
{
    /// <inheritdoc/>
    public async Task<Result<VmProcess, LobsterError>> AdoptAsync(VmOwner owner, VmProcess recorded, CancellationToken cancellationToken)
    {
        if (recorded.BootId != BootId.Current) return new LobsterError(VmErrors.NotRunning, $"tenant {owner.Name}: the host has booted since its VM was started");
        if (!vms.TryGetValue(owner.Id, out var vm) && (await TakeUpAsync(owner)).TryGetError(out var error, out vm)) return error;
        if (vm.Record.Process != recorded) return Foreign(owner, "another one was written down of it");
        return vm.HasExited ? NotRunning(owner) : recorded;
    }

    // Not asked yet: a VM whose monitor hangs is still a VM, and a repair's business.
    private async Task<Result<QemuVm, LobsterError>> TakeUpAsync(VmOwner owner)
    {
        var folder = new QemuRunFolder(paths, owner.Name);
        if (folder.Read() is not { } record || record.Owner != owner.Id || record.Process.BootId != BootId.Current)
            return Foreign(owner, "nothing was written down of it");
        if (jail.Find(owner, record.Process.Pid, record.Process.StartTicks, record.Program).TryGetError(out var error, out var process))
            return error.Code == ProcessErrors.Gone ? NotRunning(owner) : Foreign(owner, error.Message);

        var vm = new QemuVm(owner, record, process, new QmpLink(folder.MonitorSocket, clock), clock);
        if (record.Ram is { } ram
            && RamMapping.Find(record.Process.Pid, record.Size.MemoryMib * BytesOfMib).TryGetValue(out var mapping)
            && await rams.FindAsync(mapping, ram.Memfd, ram.Source) is { } found)
            vm.Hold(found);

        // Two that look at once see one VM.
        var held = vms.GetOrAdd(owner.Id, vm);
        if (held != vm) await vm.DisposeAsync();
        return held;
    }

    private static LobsterError Foreign(VmOwner owner, string why) =>
        new(VmErrors.Foreign, $"tenant {owner.Name}: the process that was recorded is not its VMM: {why}");
}
