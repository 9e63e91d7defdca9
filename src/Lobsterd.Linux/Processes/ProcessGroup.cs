using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Processes;

/// <summary>A group of processes that get signals together: a job of a shell, or what the leader of a session started.</summary>
/// <remarks>There is no handle on a group as there is on a process. Its number stays its own as long as its leader is not collected, or as long
/// as a terminal has it in its foreground, so signal it only then.</remarks>
public static class ProcessGroup
{
    private const int Everyone = -1;

    /// <summary>Sends every member a signal.</summary>
    /// <param name="group">The group's number, 2 or more: 0 and 1 would mean others.</param>
    /// <param name="signal">Of <see cref="Signals"/>.</param>
    /// <error code="process.lookup.gone">It has no member.</error>
    /// <error code="process.signal.refused">We may signal none of them.</error>
    public static UnitResult<LobsterError> Signal(int group, int signal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(group, 2);
        if (ProcessCalls.Kill(-group, signal) == 0) return UnitResult.Success<LobsterError>();
        var code = Errno.LastNumber == Errno.NoProcess ? ProcessErrors.Gone : ProcessErrors.SignalRefused;
        return Errno.Last(code, string.Create(CultureInfo.InvariantCulture, $"signal {signal} to group {group}"));
    }

    /// <summary>Sends a signal to every process of our PID namespace but ourselves: what a PID 1 does before the machine stops.</summary>
    /// <exception cref="InvalidOperationException">We are not PID 1; the signal would reach processes that are none of ours.</exception>
    public static void SignalEveryone(int signal)
    {
        if (Environment.ProcessId != 1) throw new InvalidOperationException("only PID 1 signals everyone");
        // Nobody left is no failure.
        _ = ProcessCalls.Kill(Everyone, signal);
    }
}
