using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Jail;

/// <summary>Starts VMMs in jails, finds them again by their owner, and removes them. See the room's README.</summary>
public sealed partial class VmJail
{
    private const string SlotPrefix = "slot-";
    private const string SeatPrefix = "seat-";
    private const int PassableFolder = 0x1C9;    // 0711

    private static readonly TimeSpan RecordingTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(30);

    private readonly LobsterdPaths paths;
    private readonly CgroupTree cgroups;
    private readonly LauncherProcess launcher;
    private readonly ProgramFilesCache programs = new();
    private readonly ExitWatch exits;
    private readonly TimeProvider clock;

    /// <summary>Wires a jail for one root.</summary>
    /// <param name="paths">The root.</param>
    /// <param name="cgroups">Its tree; without hierarchies where the host has none.</param>
    /// <param name="launcher">Absolute path of the launcher.</param>
    /// <param name="clock">Bounds the waiting.</param>
    public VmJail(LobsterdPaths paths, CgroupTree cgroups, string launcher, TimeProvider clock)
    {
        (this.paths, this.cgroups, this.clock) = (paths, cgroups, clock);
        this.launcher = new LauncherProcess(launcher, clock);
        exits = new ExitWatch(clock);
    }

    /// <summary>Where an owner's VMM lives, or would.</summary>
    public JailPlace PlaceOf(VmOwner owner) => new(SeatFile.Of(paths, owner), paths.VmOf(owner.Name));

    /// <summary>Starts a VMM; it is executed when this returns. Nobody lives in its place yet.</summary>
    /// <error code="jail.program.unreadable">The VMM, or a library of it, is missing or damaged.</error>
    /// <error code="jail.library.missing">A library of it is not installed.</error>
    /// <error code="jail.spec.invalid">The launcher refused what it was told.</error>
    /// <error code="jail.build.failed">The jail could not be built.</error>
    /// <error code="jail.exec.failed">The VMM could not be executed.</error>
    /// <error code="jail.launcher.silent">The launcher did not answer.</error>
    /// <error code="cgroup.create.failed">Its cgroup could not be made.</error>
    public async Task<Result<JailedProcess, LobsterError>> StartAsync(JailInput input, CancellationToken cancellationToken)
    {
        if (programs.Get(input.Program).TryGetError(out var error, out var files)) return error;
        if (Folder.Ensure(paths.Jails, PassableFolder).TryGetError(out error)) return error;
        if (cgroups.Ensure(CgroupOf(input.Place.Seat), input.Limits).TryGetError(out error, out var cgroup)) return error;

        var spec = Spec(input, files, cgroup);
        if ((await launcher.StartAsync(spec, input.Descriptors, cancellationToken)).TryGetError(out error, out var launched)) return error;
        return Hold(launched, cgroup, input.Place);
    }

    /// <summary>The same VMM once its run folder has become its owner's.</summary>
    /// <param name="process">The VMM; its handle goes over.</param>
    /// <param name="owner">Whose it is now.</param>
    public JailedProcess Move(JailedProcess process, VmOwner owner) =>
        process with { Exit = exits.WaitAsync(process.Process, LauncherProcess.EndOfParentAsync(process.Process.Pid), paths.VmOf(owner.Name)) };

    /// <summary>Takes hold of a VMM that an earlier service started: handle first, then the questions whether it is the one.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="pid">Its recorded pid.</param>
    /// <param name="startTicks">Its recorded start.</param>
    /// <param name="program">The file that it was started from.</param>
    /// <error code="process.lookup.gone">It has ended since; <see cref="ExitOf"/> tells how.</error>
    /// <error code="jail.process.foreign">The pid belongs to something else now.</error>
    public Result<JailedProcess, LobsterError> Find(VmOwner owner, int pid, long startTicks, FileIdentity program)
    {
        if (PidFd.Open(pid).TryGetError(out var gone, out var process)) return gone;
        var place = PlaceOf(owner);
        var cgroup = cgroups.Find(CgroupOf(place.Seat));
        if (Strangeness(owner, place, process, startTicks, program, cgroup) is { } strange)
        {
            process.Dispose();
            return strange;
        }
        return Hold(process, cgroup, LauncherProcess.EndOfParentAsync(pid), place);
    }

    /// <summary>How the owner's last VMM ended; null when nothing was recorded.</summary>
    public VmExit? ExitOf(VmOwner owner) => ExitWatch.Read(paths.VmOf(owner.Name));

    /// <summary>What the owner's VMM and launcher use together.</summary>
    public CgroupUsage UsageOf(VmOwner owner) => cgroups.Find(CgroupOf(SeatFile.Of(paths, owner))).Usage();

    /// <summary>Ends the owner's VMM and launcher, known or not, and removes their cgroup. The jail's mounts go with them. Absent already is success.</summary>
    /// <error code="cgroup.remove.busy">Something was left after half a minute: a process that is stuck in the kernel.</error>
    public Task<UnitResult<LobsterError>> RemoveAsync(VmOwner owner, CancellationToken cancellationToken) => RemoveAsync(SeatFile.Of(paths, owner), cancellationToken);

    /// <summary>Ends whatever sits in a seat, known or not, and removes its cgroup. Absent already is success.</summary>
    /// <error code="cgroup.remove.busy">Something was left after half a minute: a process that is stuck in the kernel.</error>
    public async Task<UnitResult<LobsterError>> RemoveAsync(Seat seat, CancellationToken cancellationToken)
    {
        var cgroup = cgroups.Find(CgroupOf(seat));
        var user = paths.Instance.UidOf(seat);
        if (cgroup.Folders.Count == 0)
        {
            // Without cgroups the user id alone tells the VMM.
            _ = await VmmProcesses.KillAsync(() => ProcessTable.Pids(), user, cancellationToken);
            return UnitResult.Success<LobsterError>();
        }

        // The launcher shall see the VMM's end: it records it, and collects the VMM, which nobody might do otherwise.
        if (await VmmProcesses.KillAsync(cgroup.Pids, user, cancellationToken)) await VmmProcesses.WaitForOthersAsync(cgroup.Pids(), RecordingTime, clock);
        using var bound = new CancellationTokenSource(RemovalTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        return await cgroup.KillAndRemoveAsync(clock, either.Token);
    }

    /// <summary>Name of a seat's cgroup within the tree.</summary>
    internal static string CgroupOf(Seat seat) => $"{(seat.IsBeyondSlots ? SeatPrefix : SlotPrefix)}{seat}";

    /// <summary>The seat whose cgroup has a name; null when it is nobody's.</summary>
    internal static Seat? SeatOf(string cgroup) =>
        int.TryParse(cgroup.AsSpan(Math.Min(cgroup.Length, SlotPrefix.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && CgroupOf(new Seat(number)) == cgroup
            ? new Seat(number)
            : null;

    private JailSpec Spec(JailInput input, ProgramFiles files, Cgroup cgroup)
    {
        var plan = JailPlan.For(files, input.Program.Folders, input.Program.Devices);
        var user = paths.Instance.UidOf(input.Place.Seat);
        return new JailSpec
        {
            Program = input.Program.Path,
            Arguments = input.Arguments,
            Environment = plan.Environment,
            UserId = user,
            GroupId = user,
            Groups = [.. input.Program.Devices.Select(GroupOf).OfType<uint>().Where(group => group != 0).Distinct()],
            Cgroups = cgroup.Folders,
            MountPoint = paths.Jails,
            Mounts = plan.Mounts,
            Descriptors = [.. input.Descriptors.Select(descriptor => descriptor.Number)],
            Limits = new JailLimits(input.OpenFiles, input.LargestFileBytes),
            RunFolder = input.Place.RunFolder,
        };
    }

    private JailedProcess Hold(Launched launched, Cgroup cgroup, JailPlace place)
    {
        var ended = launched.Launcher.WaitForExitAsync(CancellationToken.None);
        launched.Launcher.Dispose();
        return Hold(launched.Vmm, cgroup, ended, place);
    }

    private JailedProcess Hold(PidFd process, Cgroup cgroup, Task launcherEnded, JailPlace place)
    {
        var startTicks = ProcessStat.Read(process.Pid).TryGetValue(out var stat) ? stat.StartTicks : 0;
        return new JailedProcess(process, startTicks, cgroup.LimitsInForce, exits.WaitAsync(process, launcherEnded, place.RunFolder));
    }

    private LobsterError? Strangeness(VmOwner owner, JailPlace place, PidFd process, long startTicks, FileIdentity program, Cgroup cgroup)
    {
        var pid = process.Pid;
        if (!ProcessStat.Read(pid).TryGetValue(out var stat) || stat.IsZombie) return new LobsterError(ProcessErrors.Gone, $"process {pid} has ended");
        var why = stat.StartTicks != startTicks ? "it started at another time"
            : !ProcessTable.RunsAs(pid, paths.Instance.UidOf(place.Seat)) ? "it runs as another user"
            : FileStat.OfTarget($"/proc/{pid}/exe").TryGetValue(out var running) && running.Identity == program ? null
            : "it runs another program";
        why ??= cgroup.Folders.Count == 0 || cgroup.Pids().Contains(pid) ? null : "it is in another cgroup";
        return why is null ? null : new LobsterError(VmJailErrors.Foreign, $"process {pid} is not the VMM of {owner.Name}: {why}");
    }

    private static uint? GroupOf(string device) => FileStat.OfTarget(device).TryGetValue(out var stat) ? stat.GroupId : null;
}
