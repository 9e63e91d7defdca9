using System.Globalization;

namespace Lobsterd.Linux.Processes;

/// <summary>How long a process's threads were kept waiting for a processor.</summary>
public static class RunQueueWait
{
    /// <summary>
    /// The sum over the threads that it has now. It is the second number of <c>/proc/PID/task/TID/schedstat</c>, in ns
    /// (Documentation/scheduler/sched-stats.rst of the kernel).
    /// </summary>
    /// <returns>Null where the process is gone or the kernel does not count it.</returns>
    public static TimeSpan? Of(int pid)
    {
        try
        {
            var nanoseconds = Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/task")).Sum(OfThread);
            return TimeSpan.FromMicroseconds(nanoseconds / 1_000);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Parses a line of <c>schedstat</c>: time run, time waited, turns taken.</summary>
    internal static long Parse(string line) =>
        line.Split(' ') is [_, var waited, _] && long.TryParse(waited, NumberStyles.None, CultureInfo.InvariantCulture, out var nanoseconds) ? nanoseconds : 0;

    private static long OfThread(string folder)
    {
        try
        {
            return Parse(File.ReadAllText(folder + "/schedstat"));
        }
        catch (IOException exception) when (exception is not FileNotFoundException)
        {
            // It has ended since it was listed. A kernel that does not count has no such file.
            return 0;
        }
    }
}
