using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Namespaces;

internal static partial class NamespaceCalls
{
    /// <summary>unshare(2)</summary>
    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    internal static partial int Unshare(int kinds);

    /// <summary>setns(2)</summary>
    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    internal static partial int Enter(int fd, int kind);
}
