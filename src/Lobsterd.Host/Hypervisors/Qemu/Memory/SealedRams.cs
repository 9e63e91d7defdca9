using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Storage;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>The saved memories that VMs of this service map. Each memory file is read once, and let go when nothing uses it; a template's rests for a while first, since
/// its next VM would have to wait until all of it is read again.</summary>
/// <param name="clock">Measures the rest.</param>
internal sealed class SealedRams(TimeProvider clock) : ISpareMemory, IDisposable
{
    // More than one, so that two templates in turn do not drive each other out.
    private const int MostAtRest = 2;

    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(10);

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

    /// <inheritdoc/>
    public long Bytes
    {
        get
        {
            lock (gate) return AtRest().Sum(resting => resting.Value.Bytes ?? 0);
        }
    }

    /// <summary>The memory of a file, read now or held already.</summary>
    /// <param name="path">The memory file.</param>
    /// <param name="expected">What was told when it was saved.</param>
    /// <param name="mayRest">Whether it may stay for a while when nothing uses it any more: never what was a tenant's.</param>
    /// <param name="cancellationToken">Gives up the wait; a reading that others wait for goes on.</param>
    /// <error code="vm.state.unusable">The file is missing, damaged, or another one.</error>
    internal async Task<Result<SealedRam, LobsterError>> TakeAsync(string path, SavedMemory expected, bool mayRest, CancellationToken cancellationToken)
    {
        if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out var unopened, out var file)) return Unusable(path, unopened);
        if (FileStat.Of(file).TryGetError(out var unread, out var stat))
        {
            file.Dispose();
            return Unusable(path, unread);
        }

        // A sleeper may hold the file by a link of its own.
        var source = stat.Identity.ApartFromLinks();
        var entry = Enter(source, () => Task.Run(() => RamLoader.Load(file, expected), CancellationToken.None), mayRest, out var isNew);
        if (!isNew) file.Dispose();
        try
        {
            if (!(await entry.Loading.WaitAsync(cancellationToken)).TryGetError(out var error, out var memory)) return Hold(source, entry, memory);
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
    /// <param name="mayRest">As of <see cref="TakeAsync"/>.</param>
    /// <returns>Null when it is not found; nothing is lost by that but memory, since the file is read again.</returns>
    internal async Task<SealedRam?> FindAsync(RamMapping mapping, FileIdentity identity, FileIdentity source, bool mayRest)
    {
        if (Fd.Open(mapping.FilePath, OpenFlags.ReadOnly).TryGetError(out _, out var found)) return null;
        if (FileStat.Of(found).TryGetError(out _, out var stat) || stat.Identity != identity)
        {
            found.Dispose();
            return null;
        }

        var memory = new SealedMemfd(found, identity);
        var entry = Enter(source, () => Task.FromResult(Result.Success<SealedMemfd, LobsterError>(memory)), mayRest, out var isNew);
        if (isNew) return Hold(source, entry, memory);

        // Another VM of the same template was first.
        found.Dispose();
        if ((await entry.Loading).TryGetValue(out var held)) return Hold(source, entry, held);
        Leave(source, entry);
        return null;
    }

    /// <inheritdoc/>
    public void GiveBack()
    {
        List<Entry> gone;
        lock (gate) gone = [.. AtRest().ToList().Select(Remove)];
        gone.ForEach(Close);
    }

    /// <summary>Gives back what rests; what VMs map goes on.</summary>
    public void Dispose() => GiveBack();

    private SealedRam Hold(FileIdentity source, Entry entry, SealedMemfd memory)
    {
        lock (gate) entry.Note(memory);
        return new SealedRam(memory, source, () => Leave(source, entry));
    }

    private Entry Enter(FileIdentity source, Func<Task<Result<SealedMemfd, LobsterError>>> load, bool mayRest, out bool isNew)
    {
        lock (gate)
        {
            isNew = !entries.TryGetValue(source, out var entry);
            if (entry is null) entries.Add(source, entry = new Entry(load()));
            entry.Users++;
            entry.MayRest = mayRest;
            entry.WakeUp();
            return entry;
        }
    }

    private void Leave(FileIdentity source, Entry entry)
    {
        var gone = new List<Entry>();
        lock (gate)
        {
            if (--entry.Users > 0) return;
            var resting = new KeyValuePair<FileIdentity, Entry>(source, entry);
            if (!entry.LieDown(clock, LongestRest, () => EndRest(resting))) gone.Add(Remove(resting));
            else gone.AddRange(AtRest().OrderByDescending(other => other.Value.Since).Skip(MostAtRest).ToList().Select(Remove));
        }

        gone.ForEach(Close);
    }

    // A timer that fires just as somebody comes finds it in use, or removed already.
    private void EndRest(KeyValuePair<FileIdentity, Entry> resting)
    {
        lock (gate)
        {
            if (resting.Value.Users > 0 || !entries.TryGetValue(resting.Key, out var held) || held != resting.Value) return;
            _ = Remove(resting);
        }

        Close(resting.Value);
    }

    private IEnumerable<KeyValuePair<FileIdentity, Entry>> AtRest() => entries.Where(entry => entry.Value.Users == 0);

    private Entry Remove(KeyValuePair<FileIdentity, Entry> entry)
    {
        _ = entries.Remove(entry.Key);
        entry.Value.WakeUp();
        return entry.Value;
    }

    // Whoever gave up during the reading leaves before there is anything to close.
    private static void Close(Entry entry) => _ = entry.Loading.ContinueWith(
        async loading => _ = (await loading).Tap(memory => memory.Dispose()),
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private static LobsterError Unusable(string path, LobsterError cause) =>
        new(VmErrors.StateUnusable, $"{path}: the saved memory cannot be used", Cause: cause);

    private sealed class Entry(Task<Result<SealedMemfd, LobsterError>> loading)
    {
        private ITimer? end;

        internal Task<Result<SealedMemfd, LobsterError>> Loading => loading;

        internal int Users { get; set; }

        internal bool MayRest { get; set; }

        /// <summary>When it lay down, in the clock's ticks.</summary>
        internal long Since { get; private set; }

        /// <summary>What it takes of the host's memory; null until it has been read.</summary>
        internal long? Bytes { get; private set; }

        /// <summary>Notes that it has been read.</summary>
        internal void Note(SealedMemfd memory) => Bytes ??= FileStat.Of(memory.Memfd).TryGetValue(out var stat) ? stat.AllocatedBytes : 0;

        /// <summary>Begins its rest, if it may have one: what could not be read, or is not read yet, has none.</summary>
        internal bool LieDown(TimeProvider clock, TimeSpan longest, Action then)
        {
            if (!MayRest || Bytes is null) return false;
            Since = clock.GetTimestamp();
            end = clock.CreateTimer(_ => then(), null, longest, Timeout.InfiniteTimeSpan);
            return true;
        }

        /// <summary>Ends its rest.</summary>
        internal void WakeUp()
        {
            end?.Dispose();
            end = null;
        }
    }
}
