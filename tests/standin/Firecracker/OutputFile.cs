using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker;

/// <summary>How log, metrics and serial files are opened: created when missing, not blocking, neither appended to nor truncated.</summary>
internal static class OutputFile
{
    private const int ReadWriteCreateNonBlocking = 0x2 | 0x40 | 0x800;
    private const int Mode = 0x1B6;

    /// <summary>The descriptor; negative when it failed.</summary>
    internal static long Open(string path) => Kernel.Open(path, ReadWriteCreateNonBlocking | 0x8_0000, Mode);
}
