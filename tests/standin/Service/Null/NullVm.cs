using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Standin.Service.Null;

/// <summary>One null machine: its process, and its folder with pid file, guest root and log.</summary>
internal sealed class NullVm : IDisposable
{
    private const int UserSignal = 10;
    private const char Stopped = 'T';
    private const string Version = "1";

    private readonly string folder;
    private readonly PidFd process;
    private readonly ChildProcess? child;

    private NullVm(string folder, PidFd process, ChildProcess? child, VmProcess identity)
    {
        this.folder = folder;
        this.process = process;
        this.child = child;
        Identity = identity;
    }

    internal VmProcess Identity { get; }

    internal bool IsPaused { get; private set; }

    internal bool HasExited => process.HasExited;

    internal static Result<NullVm, LobsterError> Start(string folder, string tap, NullPrograms programs, string? restore)
    {
        var root = Path.Combine(folder, "root");
        _ = Directory.CreateDirectory(root);
        string[] state = restore is null ? [] : ["--restore", restore];
        using var log = new FileStream(Path.Combine(folder, "vmm.log"), FileMode.Create, FileAccess.Write);
        var started = Spawner.Start(new SpawnInput
        {
            Program = programs.Vmm,
            Arguments =
            [
                tap, "eth0", programs.Guest, "--process-mode",
                "--root", root, "--record", Path.Combine(folder, "calls.log"), "--state", StateIn(folder),
                "--ends-with", "parent", .. state,
            ],
            Descriptors = [new ChildDescriptor(2, log.SafeFileHandle)],
            NewSession = true,
        });
        if (started.TryGetError(out var error, out var child)) return error;

        var identity = new VmProcess(child.Pid, child.StartTicks, BootId.Current, Version);
        // Whole or not at all: a service may die here.
        var fresh = PidFileIn(folder) + ".new";
        File.WriteAllText(fresh, string.Create(CultureInfo.InvariantCulture, $"{identity.Pid} {identity.StartTicks} {identity.BootId}"));
        File.Move(fresh, PidFileIn(folder), overwrite: true);
        return new NullVm(folder, child.Process, child, identity);
    }

    internal static Result<NullVm, LobsterError> Reopen(string folder)
    {
        if ((ReadPidFile(folder) ?? Search(folder)) is not { } identity) return Gone(folder);

        // The handle first, then the check: a pid may change its bearer between them, a handle may not.
        if (identity.BootId != BootId.Current || PidFd.Open(identity.Pid).TryGetError(out _, out var process)) return Gone(folder);
        if (ProcessStat.Read(identity.Pid).TryGetValue(out var stat) && stat.StartTicks == identity.StartTicks && !stat.IsZombie)
            return new NullVm(folder, process, child: null, identity);
        process.Dispose();
        return Gone(folder);
    }

    internal UnitResult<LobsterError> Pause() => SignalAll(Signals.Stop).Tap(() => IsPaused = true);

    internal UnitResult<LobsterError> Resume() => SignalAll(Signals.Continue).Tap(() => IsPaused = false);

    /// <summary>Lets the guest write its state, and takes it away whole.</summary>
    internal async Task<UnitResult<LobsterError>> SaveAsync(SnapshotFiles files, CancellationToken cancellationToken)
    {
        File.Delete(StateIn(folder));
        using var watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, change) => Finish(change.FullPath);
        watcher.Renamed += (_, change) => Finish(change.FullPath);

        if (Resume().TryGetError(out var error)) return error;
        if (GuestOf(process.Pid) is not { } guest || PidFd.Open(guest).TryGetError(out error, out var handle)) return error ?? Gone(folder);
        using (handle)
        {
            if (handle.Signal(UserSignal).TryGetError(out error)) return error;
            await written.Task.WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, cancellationToken);
        }

        File.Move(StateIn(folder), files.StatePath, overwrite: true);
        await File.WriteAllBytesAsync(files.MemoryPath, [], cancellationToken);
        Flush(files.StatePath);
        Flush(files.MemoryPath);
        return Pause();

        void Finish(string path)
        {
            if (path == StateIn(folder)) _ = written.TrySetResult();
        }
    }

    internal async Task<VmExit> WaitForExitAsync(CancellationToken cancellationToken)
    {
        if (child is null)
        {
            await process.WaitForExitAsync(cancellationToken);
            return new VmExit(null, null, LastWords());
        }

        var status = await child.WaitForExitAsync(cancellationToken);
        return new VmExit(status.Code, status.Signal, LastWords());
    }

    /// <summary>Ends it with its guest, also one that is only being started: a guest goes with its parent only once it has asked the kernel for that.</summary>
    internal async Task KillAsync(CancellationToken cancellationToken)
    {
        // Stopped first: from then on it starts nothing, and what it has started is seen. A machine that is just starting its guest does not stop
        // before that guest is a program of its own (vfork), and one that was paused in this instant never becomes one: so the guest ends first.
        _ = process.Signal(Signals.Stop);
        while (IsGoing())
        {
            await KillAllAsync(Family(process.Pid).Skip(1), cancellationToken);
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
        }

        await KillAllAsync(Family(process.Pid), cancellationToken);
    }

    internal Result<bool, LobsterError> AreCpusRunning() => ProcessStat.Read(process.Pid).Map(stat => !(IsPaused || stat.State == Stopped));

    internal Result<VmStats, LobsterError> ReadStats() =>
        ProcessStat.Read(process.Pid).Map(stat => new VmStats(stat.CpuTime, RunQueueWait.Of(stat.Pid), stat.ResidentBytes, IsPaused || stat.State == Stopped, []));

    public void Dispose()
    {
        if (child is not null) child.Dispose();
        else process.Dispose();
    }

    private static string PidFileIn(string folder) => Path.Combine(folder, "pid");

    private static string StateIn(string folder) => Path.Combine(folder, "state.json");

    private static VmProcess? ReadPidFile(string folder)
    {
        if (!File.Exists(PidFileIn(folder))) return null;
        var words = File.ReadAllText(PidFileIn(folder)).Split(' ');
        return new VmProcess(int.Parse(words[0], CultureInfo.InvariantCulture), long.Parse(words[1], CultureInfo.InvariantCulture), Guid.Parse(words[2]), Version);
    }

    // One whose service died between its start and its pid file: nobody else has this folder's state in its arguments.
    private static VmProcess? Search(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        var mine = ProcessTable.Stats().FirstOrDefault(stat => IsOf(stat.Pid) && !IsOf(stat.ParentPid));
        return mine is null ? null : new VmProcess(mine.Pid, mine.StartTicks, BootId.Current, Version);

        bool IsOf(int pid) => ProcessTable.ArgumentsOf(pid).Contains(StateIn(folder));
    }

    private static LobsterError Gone(string folder) => new(VmErrors.NotRunning, $"{folder}: no machine runs");

    // As the port promises.
    private static void Flush(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private bool IsGoing() => ProcessStat.Read(process.Pid).TryGetValue(out var stat) && !stat.IsZombie && stat.State != Stopped;

    private static async Task KillAllAsync(IEnumerable<int> pids, CancellationToken cancellationToken)
    {
        foreach (var member in Open(pids))
        {
            _ = member.Signal(Signals.Kill);
            await member.WaitForExitAsync(cancellationToken);
        }
    }

    // One after the other; one that has gone meanwhile is left out.
    private static IEnumerable<PidFd> Open(IEnumerable<int> pids)
    {
        foreach (var pid in pids)
        {
            if (PidFd.Open(pid).TryGetError(out _, out var member)) continue;
            using (member) yield return member;
        }
    }

    private static int? GuestOf(int vmm) => ProcessTable.Stats().FirstOrDefault(stat => stat.ParentPid == vmm)?.Pid;

    // The relay too: a paused machine takes no frame. Whatever of the guest's has ended meanwhile needs none, the machine itself does.
    private UnitResult<LobsterError> SignalAll(int signal)
    {
        foreach (var member in Open(Family(process.Pid)))
            if (member.Signal(signal).TryGetError(out var error) && (error.Code != ProcessErrors.Gone || member.Pid == process.Pid)) return error;

        return UnitResult.Success<LobsterError>();
    }

    private static List<int> Family(int root)
    {
        var all = ProcessTable.Stats().ToList();
        var family = new List<int> { root };
        for (var next = 0; next < family.Count; next++) family.AddRange(all.Where(stat => stat.ParentPid == family[next]).Select(stat => stat.Pid));
        return family;
    }

    private string LastWords()
    {
        const int Most = 2_000;
        var log = Path.Combine(folder, "vmm.log");
        var words = File.Exists(log) ? File.ReadAllText(log) : "";
        return words.Length > Most ? words[^Most..] : words;
    }
}
