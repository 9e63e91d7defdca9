namespace Lobsterd.Standin.Jailer;

/// <summary>The times that the jailer hands on, in microseconds.</summary>
/// <param name="Wall">Monotonic time at the start.</param>
/// <param name="Cpu">CPU time at the start.</param>
internal readonly record struct StartClock(long Wall, long Cpu)
{
    internal static StartClock Now() => new(TimeProvider.System.GetTimestamp() / 1000, CpuMicroseconds);

    internal static long CpuMicroseconds => (long)Environment.CpuUsage.TotalTime.TotalMicroseconds;
}
