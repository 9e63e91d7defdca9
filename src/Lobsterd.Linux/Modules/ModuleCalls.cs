using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Modules;

internal static partial class ModuleCalls
{
    /// <summary>Number of finit_module on x86-64 (asm/unistd_64.h); the C library has no wrapper.</summary>
    internal const nint FinitModule = 313;

    /// <summary>syscall(2) of finit_module(2)</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint Load(nint number, nint fd, string parameters, nint flags);
}
