using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Processes;

/// <summary>What <c>/proc/PID/stat</c> says about a process, as far as we ask.</summary>
/// <param name="Pid">Process id.</param>
/// <param name="Name">First 15 bytes of its name; chosen by itself, so hostile.</param>
/// <param name="State">One letter: R, S, D, Z (ended, not collected), T, t, X, I.</param>
/// <param name="ParentPid">Its parent; 0 for one whose parent is outside our pid namespace.</param>
/// <param name="SessionId">Its session; 0 for one led from outside our pid namespace.</param>
/// <param name="CpuTime">User and system time used by it, its dead children not counted.</param>
/// <param name="Threads">Number of threads.</param>
/// <param name="StartTicks">Start in clock ticks (100 a second) since boot; with the boot id it tells two bearers of a pid apart.</param>
/// <param name="ResidentBytes">Resident memory, shared pages included.</param>
public sealed record ProcessStat(
    int Pid, string Name, char State, int ParentPid, int SessionId, TimeSpan CpuTime, int Threads, long StartTicks, long ResidentBytes)
{
    private const int FieldsAfterName = 22;
    private const int TicksPerSecond = 100;

    // PF_KTHREAD of linux/sched.h
    private const long KernelThreadFlag = 0x0020_0000;

    /// <summary>Whether it has ended and only waits to be collected.</summary>
    public bool IsZombie => State is 'Z' or 'X';

    /// <summary>Whether it is the kernel's own: no signal reaches it.</summary>
    public bool IsKernelThread { get; init; }

    /// <summary>Reads a process.</summary>
    /// <error code="process.lookup.gone">There is no such process.</error>
    /// <error code="process.stat.unreadable">The kernel's line did not parse.</error>
    public static Result<ProcessStat, LobsterError> Read(int pid)
    {
        string line;
        try
        {
            line = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
        }
        catch (IOException)
        {
            return new LobsterError(ProcessErrors.Gone, $"process {pid} does not exist");
        }
        return Parse(line);
    }

    /// <summary>Parses the kernel's line (proc(5)). The name may hold spaces, brackets and newlines, so the last bracket ends it.</summary>
    /// <error code="process.stat.unreadable">It is not such a line.</error>
    internal static Result<ProcessStat, LobsterError> Parse(string line)
    {
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.LastIndexOf(')');
        if (open < 1 || close < open) return Unreadable(line);
        var fields = line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Length < FieldsAfterName || fields[0].Length != 1) return Unreadable(line);
        return TryNumber(line.AsSpan(0, open), out var pid) && TryNumber(fields[1], out var parent) && TryNumber(fields[3], out var session)
            && TryNumber(fields[6], out var flags) && TryNumber(fields[11], out var user) && TryNumber(fields[12], out var system) && TryNumber(fields[17], out var threads)
            && TryNumber(fields[19], out var start) && TryNumber(fields[21], out var pages)
            ? new ProcessStat(
                (int)pid, line[(open + 1)..close], fields[0][0], (int)parent, (int)session,
                TimeSpan.FromSeconds((double)(user + system) / TicksPerSecond), (int)threads, start, pages * System.Environment.SystemPageSize)
            {
                IsKernelThread = (flags & KernelThreadFlag) != 0,
            }
            : Unreadable(line);
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out number);

    private static LobsterError Unreadable(string line) =>
        new(ProcessErrors.StatUnreadable, $"not a line of /proc/PID/stat: {line[..Math.Min(line.Length, 80)]}");
}
