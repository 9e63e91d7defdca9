using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Limits;

internal static unsafe partial class LimitCalls
{
    /// <summary>prlimit(2)</summary>
    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    internal static partial int Limit(int pid, int resource, ResourceLimit* wanted, ResourceLimit* before);

    /// <summary>prctl(2)</summary>
    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    internal static partial int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    /// <summary>umask(2)</summary>
    [LibraryImport("libc", EntryPoint = "umask")]
    internal static partial uint SetMask(uint mask);
}
