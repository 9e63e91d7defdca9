using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Linux.Files;

/// <summary>How full a file system is.</summary>
/// <param name="TotalBytes">Its size.</param>
/// <param name="FreeBytes">What is free for root.</param>
/// <param name="AvailableBytes">What is free for everybody else.</param>
/// <param name="Magic">Its kind, e.g. 0xEF53 for ext4 (linux/magic.h).</param>
public sealed record FileSystemSpace(long TotalBytes, long FreeBytes, long AvailableBytes, long Magic)
{
    /// <summary>tmpfs, and the file system of memfds.</summary>
    public const long TmpfsMagic = 0x0102_1994;

    /// <summary>Reads the file system that a path lies on.</summary>
    /// <error code="file.path.missing">The path is not there.</error>
    /// <error code="file.act.failed">It cannot be reached.</error>
    public static Result<FileSystemSpace, LobsterError> Of(string path)
    {
        if (FileCalls.StatFileSystem(path, out var stat) < 0) return FileErrno.Last(path);
        var block = stat.FragmentSize > 0 ? stat.FragmentSize : stat.BlockSize;
        return new FileSystemSpace(
            (long)stat.Blocks * block, (long)stat.FreeBlocks * block, (long)stat.AvailableBlocks * block, stat.Type);
    }
}
