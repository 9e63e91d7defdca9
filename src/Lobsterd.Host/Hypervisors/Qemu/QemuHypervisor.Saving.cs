using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Qmp;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu;

public sealed partial class QemuHypervisor
{
    // Any number that no disk has.
    private const int StateSet = 9;

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> SnapshotAsync(VmOwner owner, SnapshotFiles files, CancellationToken cancellationToken)
    {
        if ((await vms.FindAsync(owner)).TryGetError(out var none, out var vm)) return none;
        if ((await vm.AskAsync(QmpCommands.QueryStatus, cancellationToken)).TryGetError(out var unread, out var status)) return unread;
        if (status.Running) return new LobsterError(VmErrors.Refused, $"tenant {owner.Name}: a VM that runs cannot be saved", "pause it first");

        var saved = await SaveAsync(vm, files, cancellationToken);
        if (!saved.TryGetError(out var error)) return saved;
        Discard(files);
        return error;
    }

    private static async Task<UnitResult<LobsterError>> SaveAsync(QemuVm vm, SnapshotFiles files, CancellationToken cancellationToken)
    {
        try
        {
            if ((await SaveDevicesAsync(vm, cancellationToken)).TryGetError(out var error, out var devices)) return error;
            using (devices)
            {
                if (RamMapping.Find(vm.Record.Process.Pid, vm.Record.Size.MemoryMib * BytesOfMib).TryGetError(out error, out var mapping)) return error;
                var written = await Task.Run(() => WriteMemory(vm, mapping, files, cancellationToken), cancellationToken);
                if (written.TryGetError(out error, out var memory)) return error;
                return StateFile.Write(files.StatePath, devices, savedDevices => vm.Record.Saved(memory, savedDevices))
                    .Bind(() => DurableFile.FlushFolder(Path.GetDirectoryName(files.StatePath)!))
                    .MapError(cause => VmFaults.Unwritable(vm.Owner, cause.Message));
            }
        }
        catch (IOException exception)
        {
            return VmFaults.Unwritable(vm.Owner, exception.Message);
        }
    }

    private static Result<SavedRam, LobsterError> WriteMemory(QemuVm vm, RamMapping mapping, SnapshotFiles files, CancellationToken cancellationToken) =>
        mapping.IsPrivate && RamBase.Keep(vm.Record.Ram, files.BasePath) is { } origin
            ? RamDeltaWriter.Write(mapping, origin, files.MemoryPath, cancellationToken)
            : RamWriter.Write(mapping, files.MemoryPath, cancellationToken);

    // QEMU may keep a copy of whatever it is handed, and write to it for as long as it lives. So it gets memory, which counts as its own, and not the file.
    private static async Task<Result<Fd, LobsterError>> SaveDevicesAsync(QemuVm vm, CancellationToken cancellationToken)
    {
        if (Memfd.Create("vm-state").TryGetError(out var error, out var memory)) return VmFaults.Unwritable(vm.Owner, error.Message);
        var isSaved = false;
        try
        {
            // A descriptor that only writes, as QEMU wants it here.
            if (Fd.Open($"/proc/self/fd/{memory.Number}", OpenFlags.WriteOnly).TryGetError(out error, out var handed)) return VmFaults.Unwritable(vm.Owner, error.Message);
            using (handed)
            {
                var given = await vm.AskAsync(QmpCommands.AddFd, new AddFdArguments(StateSet), handed, cancellationToken);
                if (given.TryGetError(out error)) return error;
            }

            // Not live: the disks stay this VM's, so that it can go on.
            var save = new SaveDevicesArguments($"/dev/fdset/{StateSet}", Live: false);
            var saved = await vm.AskAsync(QmpCommands.SaveDevices, save, null, cancellationToken);
            var forgotten = await vm.AskAsync(QmpCommands.RemoveFd, new RemoveFdArguments(StateSet), null, cancellationToken);
            if (saved.TryGetError(out error) || forgotten.TryGetError(out error)) return error;
            isSaved = true;
            return memory;
        }
        finally
        {
            if (!isSaved) memory.Dispose();
        }
    }

    private static void Discard(SnapshotFiles files)
    {
        File.Delete(files.MemoryPath);
        File.Delete(files.StatePath);
        if (files.BasePath is { } link) File.Delete(link);
    }
}
