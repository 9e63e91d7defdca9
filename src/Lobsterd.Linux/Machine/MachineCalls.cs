using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Machine;

internal static unsafe partial class MachineCalls
{
    /// <summary>clock_settime(2)</summary>
    [LibraryImport("libc", EntryPoint = "clock_settime", SetLastError = true)]
    internal static partial int SetClock(int clock, TimeSpec* time);

    /// <summary>sethostname(2)</summary>
    [LibraryImport("libc", EntryPoint = "sethostname", SetLastError = true)]
    internal static partial int SetHostName(byte* name, nuint length);

    /// <summary>reboot(2)</summary>
    [LibraryImport("libc", EntryPoint = "reboot", SetLastError = true)]
    internal static partial int Reboot(int command);
}
