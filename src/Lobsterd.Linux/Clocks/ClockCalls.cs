using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Clocks;

internal static unsafe partial class ClockCalls
{
    /// <summary>PROT_READ of mmap(2).</summary>
    internal const int ProtectRead = 1;

    /// <summary>PROT_WRITE of mmap(2).</summary>
    internal const int ProtectWrite = 2;

    /// <summary>PROT_EXEC of mmap(2).</summary>
    internal const int ProtectExecute = 4;

    /// <summary>MAP_PRIVATE | MAP_ANONYMOUS of mmap(2).</summary>
    internal const int MapPrivateAnonymous = 0x22;

    /// <summary>mmap(2)</summary>
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial void* Map(void* address, nuint length, int protection, int flags, int fd, long offset);

    /// <summary>mprotect(2)</summary>
    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    internal static partial int Protect(void* address, nuint length, int protection);

    /// <summary>adjtimex(2); with no modes it only reads.</summary>
    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    internal static partial int Adjust(byte* state);
}
