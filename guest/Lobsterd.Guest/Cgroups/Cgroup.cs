using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Guest.Cgroups;

/// <summary>A cgroup of the guest's own tree (version 2): what was started in it, and all that came of it, can be ended together.</summary>
internal sealed class Cgroup(string folder)
{
    /// <summary>How long <see cref="WaitEmptyAsync"/> waits at most: a process in a write that a frozen disk holds back does not end, not even by KILL.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string Processes = "cgroup.procs";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(2);

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
        if (Write(folder, "cgroup.freeze", "1").TryGetError(out var refused)) return refused;
        var since = clock.GetTimestamp();
        while (!HasEvent("frozen 1"))
        {
            if (clock.GetElapsedTime(since) >= Patience) return new LobsterError(CgroupErrors.Refused, $"{folder} did not freeze within {Patience.TotalSeconds:0} s");
            await Task.Delay(Glance, clock);
        }

        return UnitResult.Success<LobsterError>();
    }

    /// <summary>Lets them run again.</summary>
    internal void Thaw() => _ = Write(folder, "cgroup.freeze", "0");

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

    private bool HasEvent(string line)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cgroup.events")).Contains(line, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static UnitResult<LobsterError> Write(string folder, string file, string text)
    {
        try
        {
            File.WriteAllText(Path.Combine(folder, file), text);
            return UnitResult.Success<LobsterError>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new LobsterError(CgroupErrors.Refused, exception.Message);
        }
    }
}
