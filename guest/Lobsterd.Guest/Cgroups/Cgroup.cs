using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Guest.Cgroups;

/// <summary>A cgroup of the guest's own tree (version 2): what was started in it, and all that came of it, can be ended together.</summary>
internal sealed class Cgroup(string folder)
{
    /// <summary>How long <see cref="WaitEmptyAsync"/> waits at most: a process in a write that a frozen disk holds back does not end, not even by KILL.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string Processes = "cgroup.procs";

    // Two words and two digits.
    private const int MostEventBytes = 128;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2);

    // Open while they are frozen: whoever is woken has no time to look for files.
    private Fd? brake;

    /// <summary>Runs a spawn while we ourselves are in the group, so that the child is born there and cannot leave a process outside.</summary>
    /// <remarks>posix_spawn knows no cgroups, and moving the child afterwards gives it time to fork. Nobody freezes or kills the group
    /// meanwhile: that is done by the loop too, and the loop is here.</remarks>
    /// <error code="guest.cgroup.refused">We could not enter; nothing was spawned.</error>
    internal Result<T, LobsterError> Within<T>(Func<Result<T, LobsterError>> spawn)
    {
        if (Write(folder, Processes, "0").TryGetError(out var refused)) return refused;
        try
        {
            return spawn();
        }
        finally
        {
            // The root of the tree is where we came from, and never refuses.
            _ = Write(Path.GetDirectoryName(folder)!, Processes, "0");
        }
    }

    /// <summary>Kills every process in it.</summary>
    internal void Kill() => _ = Write(folder, "cgroup.kill", "1");

    /// <summary>Freezes every process in it; completes when none of them runs, at the latest after <see cref="Patience"/>.</summary>
    /// <error code="guest.cgroup.refused">The kernel refused, or one of them did not stop in time.</error>
    internal async Task<UnitResult<LobsterError>> FreezeAsync(TimeProvider clock)
    {
        if (brake is null && Fd.Open(Path.Combine(folder, "cgroup.freeze"), OpenFlags.WriteOnly).TryGetError(out var shut, out brake)) return Refused(shut);
        if (brake.Write("1"u8).TryGetError(out var refused)) return Refused(refused);
        var since = clock.GetTimestamp();
        while (!HasEvent("frozen 1"))
        {
            if (clock.GetElapsedTime(since) >= Patience) return new LobsterError(CgroupErrors.Refused, $"{folder} did not freeze within {Patience.TotalSeconds:0} s");
            await Task.Delay(Glance, clock);
        }

        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Lets those run again that <see cref="FreezeAsync"/> froze.</summary>
    internal void Thaw()
    {
        if (brake is null) return;
        _ = brake.Write("0"u8);
        brake.Dispose();
        brake = null;
    }

    /// <summary>Completes when no process is left in it, at the latest after <see cref="Patience"/>; a KILL takes the kernel a moment.</summary>
    internal async Task WaitEmptyAsync(TimeProvider clock)
    {
        var since = clock.GetTimestamp();
        while (IsPopulated() && clock.GetElapsedTime(since) < Patience) await Task.Delay(Glance, clock);
    }

    /// <summary>Removes it if nothing is left in it.</summary>
    /// <returns>Whether it is gone.</returns>
    internal bool TryRemove()
    {
        try
        {
            Directory.Delete(folder);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(folder);
        }
    }

    private bool IsPopulated() => HasEvent("populated 1");

    // Of a size that the kernel does not tell beforehand.
    private bool HasEvent(string line)
    {
        if (Fd.Open(Path.Combine(folder, "cgroup.events"), OpenFlags.ReadOnly).TryGetError(out _, out var events)) return false;
        using (events)
        {
            Span<byte> told = stackalloc byte[MostEventBytes];
            return events.Read(told).TryGetValue(out var count) && told[..(count ?? 0)].IndexOf(Encoding.ASCII.GetBytes(line)) >= 0;
        }
    }

    private static UnitResult<LobsterError> Write(string folder, string file, string text)
    {
        if (Fd.Open(Path.Combine(folder, file), OpenFlags.WriteOnly).TryGetError(out var error, out var opened)) return Refused(error);
        using (opened) return opened.Write(Encoding.ASCII.GetBytes(text)).MapError(Refused);
    }

    private static LobsterError Refused(LobsterError cause) => new(CgroupErrors.Refused, "the cgroup", Cause: cause);
}
