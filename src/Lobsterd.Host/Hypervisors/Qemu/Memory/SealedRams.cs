using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>The saved memories that VMs of this service map. Each memory file is read once, and let go when nothing uses it.</summary>
internal sealed class SealedRams
{
    private readonly Lock gate = new();
    private readonly Dictionary<FileIdentity, Entry> entries = [];

    /// <summary>How many saved memories are held now.</summary>
    internal int Count
    {
        get
        {
            lock (gate) return entries.Count;
        }
    }

    /// <summary>The memory of a file, read now or held already.</summary>
    /// <param name="path">The memory file.</param>
    /// <param name="expected">What was told when it was saved.</param>
    /// <param name="cancellationToken">Gives up the wait; a reading that others wait for goes on.</param>
    /// <error code="vm.state.unusable">The file is missing, damaged, or another one.</error>
    internal async Task<Result<SealedRam, LobsterError>> TakeAsync(string path, SavedMemory expected, CancellationToken cancellationToken)
    {
        if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out var unopened, out var file)) return Unusable(path, unopened);
        if (FileStat.Of(file).TryGetError(out var unread, out var stat))
        {
            file.Dispose();
            return Unusable(path, unread);
        }

        // A sleeper may hold the file by a link of its own.
        var source = stat.Identity.ApartFromLinks();
        var entry = Enter(source, () => Task.Run(() => RamLoader.Load(file, expected), CancellationToken.None), out var isNew);
        if (!isNew) file.Dispose();
        try
        {
            if (!(await entry.Loading.WaitAsync(cancellationToken)).TryGetError(out var error, out var memory))
                return new SealedRam(memory, source, () => Leave(source, entry));
            Leave(source, entry);
            return Unusable(path, error);
        }
        catch (OperationCanceledException)
        {
            Leave(source, entry);
            throw;
        }
    }

    /// <summary>Takes up the memory that a VM of an earlier service maps.</summary>
    /// <param name="mapping">The VM's memory.</param>
    /// <param name="identity">The memfd that the VM was given, as it was written down then. Only that one is believed.</param>
    /// <param name="source">The memory file that it was read from.</param>
    /// <returns>Null when it is not found; nothing is lost by that but memory, since the file is read again.</returns>
    internal async Task<SealedRam?> FindAsync(RamMapping mapping, FileIdentity identity, FileIdentity source)
    {
        if (Fd.Open(mapping.FilePath, OpenFlags.ReadOnly).TryGetError(out _, out var found)) return null;
        if (FileStat.Of(found).TryGetError(out _, out var stat) || stat.Identity != identity)
        {
            found.Dispose();
            return null;
        }

        var memory = new SealedMemfd(found, identity);
        var entry = Enter(source, () => Task.FromResult(Result.Success<SealedMemfd, LobsterError>(memory)), out var isNew);
        if (isNew) return new SealedRam(memory, source, () => Leave(source, entry));

        // Another VM of the same template was first.
        found.Dispose();
        if ((await entry.Loading).TryGetValue(out var held)) return new SealedRam(held, source, () => Leave(source, entry));
        Leave(source, entry);
        return null;
    }

    private Entry Enter(FileIdentity source, Func<Task<Result<SealedMemfd, LobsterError>>> load, out bool isNew)
    {
        lock (gate)
        {
            isNew = !entries.TryGetValue(source, out var entry);
            if (entry is null) entries.Add(source, entry = new Entry(load()));
            entry.Users++;
            return entry;
        }
    }

    private void Leave(FileIdentity source, Entry entry)
    {
        lock (gate)
        {
            if (--entry.Users > 0) return;
            _ = entries.Remove(source);
        }

        // Whoever gave up during the reading leaves before there is anything to close.
        _ = entry.Loading.ContinueWith(
            async loading => _ = (await loading).Tap(memory => memory.Dispose()),
            CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private static LobsterError Unusable(string path, LobsterError cause) =>
        new(VmErrors.StateUnusable, $"{path}: the saved memory cannot be used", Cause: cause);

    private sealed class Entry(Task<Result<SealedMemfd, LobsterError>> loading)
    {
        internal Task<Result<SealedMemfd, LobsterError>> Loading => loading;

        internal int Users { get; set; }
    }
}
