using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Descriptors;

internal static partial class DescriptorCalls
{
    /// <summary>close(2)</summary>
    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int fd);
}
