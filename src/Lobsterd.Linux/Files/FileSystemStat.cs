using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Files;

/// <summary><c>struct statfs</c> of sys/statfs.h, 120 bytes on x86-64.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FileSystemStat
{
    internal long Type;
    internal long BlockSize;
    internal ulong Blocks;
    internal ulong FreeBlocks;
    internal ulong AvailableBlocks;
    internal ulong Files;
    internal ulong FreeFiles;
    internal long Id;
    internal long LongestName;
    internal long FragmentSize;
    internal long Flags;
    internal Reserved Spare;

    /// <summary>The four spare words at its end.</summary>
    [InlineArray(4)]
    internal struct Reserved
    {
        private long first;
    }
}
