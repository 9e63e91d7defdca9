using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Jail;

public sealed partial class VmJail
{
    private const int OwnerOnlyFolder = 0x1C0;    // 0700

    /// <summary>Makes a place for a VMM that waits: a seat beyond the slots in which nothing sits, and a run folder that names it. For one caller at a time.</summary>
    /// <error code="jail.seat.exhausted">All seats are taken.</error>
    /// <error code="file.act.failed">The run folder could not be made.</error>
    internal Result<JailPlace, LobsterError> PrepareSeat()
    {
        // Where there are cgroups nothing of a seat's runs without one, and nobody has to look at every process of a large host.
        var processes = cgroups.Folders().Count == 0 ? SeatsOfProcesses() : [];
        var taken = SeatsOnDisk().Concat(processes).Concat(SeatFile.Taken(paths).Keys).ToHashSet();
        var free = Enumerable.Range(Seat.First, InstanceId.SeatsBeyondSlots).Select(number => new Seat(number)).FirstOrDefault(seat => !taken.Contains(seat));
        if (!free.IsBeyondSlots) return new LobsterError(VmJailErrors.SeatsExhausted, "a VMM sits in every seat beyond the slots");
        var place = new JailPlace(free, paths.VmOf(free));
        return Folder.Ensure(paths.Seats, OwnerOnlyFolder)
            .Bind(() => Folder.Ensure(place.RunFolder, OwnerOnlyFolder))
            .Bind(() => SeatFile.Write(place.RunFolder, free))
            .Map(() => place);
    }

    /// <summary>Ends a VMM that waits, with all that is its own.</summary>
    /// <error code="cgroup.remove.busy">Something was left after half a minute: a process that is stuck in the kernel.</error>
    /// <error code="file.act.failed">Something of its run folder stays.</error>
    internal Task<UnitResult<LobsterError>> ClearSeatAsync(Seat seat, CancellationToken cancellationToken) =>
        RemoveAsync(seat, cancellationToken).Bind(() => RemoveFolder(paths.VmOf(seat)));

    /// <summary>Ends whatever sits in a seat beyond the slots and is no tenant's: what waited for an earlier service.</summary>
    /// <inheritdoc cref="ClearSeatAsync"/>
    internal async Task<UnitResult<LobsterError>> ClearSeatsAsync(CancellationToken cancellationToken)
    {
        // In this order: one that became a tenant's meanwhile is not looked for.
        var found = SeatsOnDisk().Concat(SeatsOfProcesses()).ToHashSet();
        var taken = SeatFile.Taken(paths);
        foreach (var seat in found.Where(seat => !taken.ContainsKey(seat)))
            if ((await ClearSeatAsync(seat, cancellationToken)).TryGetError(out var error)) return error;
        return UnitResult.Success<LobsterError>();
    }

    // By cgroup and by run folder: a service that was killed may have left one without the other.
    private IEnumerable<Seat> SeatsOnDisk() =>
    [
        .. cgroups.List().Select(SeatOf).OfType<Seat>().Where(seat => seat.IsBeyondSlots),
        .. Directory.Exists(paths.Seats) ? Directory.EnumerateDirectories(paths.Seats).Select(SeatOfFolder).OfType<Seat>() : [],
    ];

    private IEnumerable<Seat> SeatsOfProcesses() => ProcessTable.Pids().Select(SeatOfProcess).OfType<Seat>().Where(seat => seat.IsBeyondSlots);

    private Seat? SeatOfProcess(int pid) => ProcessTable.UserOf(pid).TryGetValue(out var user) ? paths.Instance.SeatOf(user) : null;

    private static Seat? SeatOfFolder(string path) =>
        int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new Seat(number) : null;

    private static UnitResult<LobsterError> RemoveFolder(string path)
    {
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
            return UnitResult.Success<LobsterError>();
        }
        catch (IOException exception)
        {
            return new LobsterError(FileErrors.Failed, exception.Message);
        }
    }
}
