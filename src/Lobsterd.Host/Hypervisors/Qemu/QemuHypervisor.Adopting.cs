using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;

namespace Lobsterd.Host.Hypervisors.Qemu;

public sealed partial class QemuHypervisor
{
    /// <inheritdoc/>
    public Task<Result<VmProcess, LobsterError>> AdoptAsync(VmOwner owner, VmProcess recorded, CancellationToken cancellationToken) =>
        vms.AdoptAsync(owner, recorded);

    // Not asked yet: a VM whose monitor hangs is still a VM, and a repair's business.
    private async Task<Result<QemuVm, LobsterError>> TakeUpAsync(VmOwner owner)
    {
        var folder = new VmRunFolder(paths, owner.Name);
        var record = folder.Read(VmRecordJson.Default.VmRecord);
        if (vms.Recognise(owner, record).TryGetError(out var error, out var process)) return error;

        var vm = new QemuVm(owner, record!, process, new QmpLink(folder[MonitorSocket], clock), clock);
        if (record!.Ram is { } ram
            && RamMapping.Find(record.Process.Pid, record.Size.MemoryMib * BytesOfMib).TryGetValue(out var mapping)
            && await rams.FindAsync(mapping, ram.Memfd, ram.Source, ram.Origin is { } origin && IsOfTemplate(origin.Path)) is { } found)
            vm.Hold(found);
        return vm;
    }
}
