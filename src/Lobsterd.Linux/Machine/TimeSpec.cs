using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Machine;

/// <summary><c>struct timespec</c> of time.h, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    private const long NanosecondsPerTick = 100;

    internal long Seconds;
    internal long Nanoseconds;

    /// <summary>A length of time; a point in time is its length since 1970.</summary>
    internal static TimeSpec Of(TimeSpan time) => new()
    {
        Seconds = Math.DivRem(time.Ticks, TimeSpan.TicksPerSecond, out var rest),
        Nanoseconds = rest * NanosecondsPerTick,
    };
}
