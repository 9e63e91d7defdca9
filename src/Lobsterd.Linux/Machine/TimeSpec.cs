using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Machine;

/// <summary><c>struct timespec</c> of time.h, 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    internal long Seconds;
    internal long Nanoseconds;

    internal static TimeSpec Of(TimeSpan time) => new() { Seconds = (long)time.TotalSeconds, Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * 100 };
}
