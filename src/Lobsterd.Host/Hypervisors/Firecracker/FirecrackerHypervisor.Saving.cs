using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Firecracker.Api;
using Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;
using Lobsterd.Host.Hypervisors.Firecracker.Saved;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Firecracker;

public sealed partial class FirecrackerHypervisor
{
    private const string SavedState = "saved.state";
    private const string SavedMemory = "saved.memory";
    private const int ReadOnly = 0x124;    // 0444

    // Asked for when somebody saves or restores: a start of the service does without it.
    private static readonly Lazy<string> CpuModel = new(() => Virtualization.Probe().CpuModel);

    /// <inheritdoc/>
    public async Task<UnitResult<LobsterError>> SnapshotAsync(VmOwner owner, SnapshotFiles files, CancellationToken cancellationToken)
    {
        if ((await vms.FindAsync(owner)).TryGetError(out var error, out var vm)) return error;
        if ((await vm.DescribeAsync(cancellationToken)).TryGetError(out error, out var info)) return error;
        if (info.State != InstanceInfo.Paused) return new LobsterError(VmErrors.Refused, $"tenant {owner.Name}: a VM that runs cannot be saved", "pause it first");

        // Written inside the jail by the VMM, and taken out of it by us.
        var folder = new JailerFolder(paths, owner, vm.Record.Vmm);
        Discard(folder.InRoot(SavedMemory), folder.InRoot(SavedState), files.MemoryPath, files.StatePath);
        var sent = await vm.SendAsync(ApiRequest.Save(new SnapshotCreate("/" + SavedState, "/" + SavedMemory)), cancellationToken);
        var taken = sent.TryGetError(out error, out _) ? error : await Task.Run(() => TakeOut(vm, folder, files), cancellationToken);
        Discard(folder.InRoot(SavedMemory), folder.InRoot(SavedState));
        if (!taken.TryGetError(out error)) return taken;
        Discard(files.MemoryPath, files.StatePath);
        return error.Code == VmErrors.Exited || error.Code == VmErrors.Unreachable ? error : VmFaults.Unwritable(owner, error.Message);
    }

    private static UnitResult<LobsterError> TakeOut(FirecrackerVm vm, JailerFolder folder, SnapshotFiles files)
    {
        var bytes = (long)vm.Record.Size.MemoryMib << 20;
        if (SmallFile.Read(folder.InRoot(SavedState), SavedFile.LongestState).TryGetError(out var error, out var state)) return error;
        if (SmallFile.Open(folder.InRoot(SavedMemory)).TryGetError(out error, out var memory)) return error;
        using (memory)
        {
            if (FileStat.Of(memory).TryGetError(out error, out var stat)) return error;
            if (stat.SizeBytes != bytes) return new LobsterError(FileErrors.Failed, $"Firecracker wrote {stat.SizeBytes} bytes of memory in place of {bytes}");

            // A copy, and of the descriptor that was looked at: names in the jail are the VMM's to change, and it may still hold what it wrote.
            return Copy(memory, files.MemoryPath)
                .Bind(() => SavedFile.Write(files.StatePath, PassportOf(vm.Record), state))
                .Bind(() => DurableFile.FlushFolder(Path.GetDirectoryName(files.StatePath)!));
        }
    }

    private static UnitResult<LobsterError> Copy(Fd memory, string path)
    {
        const int Flags = OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive;
        if (Fd.Open(path, Flags, ReadOnly).TryGetError(out var error, out var target)) return error;
        using (target)
        {
            return SparseFile.CloneOrCopy(memory, target).TryGetError(out error, out _)
                ? error
                : FileOwner.Set(target, 0, 0, ReadOnly).Bind(() => SparseFile.Sync(target));
        }
    }

    private static SavedFirecracker PassportOf(FirecrackerRecord record) => new()
    {
        Format = SavedFirecracker.CurrentFormat,
        Firecracker = record.Process.Version,
        Cpu = CpuModel.Value,
        Size = record.Size,
        Image = record.Image,
        StateBytes = 0,
        StateSum = 0,
    };

    private static void Discard(params ReadOnlySpan<string> files)
    {
        foreach (var file in files)
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // No file: what else a VMM puts there goes with its jail.
            }
        }
    }
}
