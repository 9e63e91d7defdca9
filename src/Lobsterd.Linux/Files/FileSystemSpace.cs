using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

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

    // ST_RDONLY of statvfs(3); the kernel tells it of the file system itself, whatever a mount adds.
    private const long ReadOnlyFlag = 1;

    /// <summary>Whether nothing can be written: so mounted, or made so by the kernel after a damage.</summary>
    public bool IsReadOnly { get; private init; }

    /// <summary>Reads the file system that a path lies on.</summary>
    /// <error code="file.path.missing">The path is not there.</error>
    /// <error code="file.act.failed">It cannot be reached.</error>
    public static Result<FileSystemSpace, LobsterError> Of(string path)
    {
        if (FileCalls.StatFileSystem(path, out var stat) < 0) return FileErrno.Last(path);
        var block = stat.FragmentSize > 0 ? stat.FragmentSize : stat.BlockSize;
        return new FileSystemSpace(
            (long)stat.Blocks * block, (long)stat.FreeBlocks * block, (long)stat.AvailableBlocks * block, stat.Type)
        {
            IsReadOnly = (stat.Flags & ReadOnlyFlag) != 0,
        };
    }

    /// <summary>Reads the file system that an open file lies on, also one that no path leads to any more.</summary>
    /// <error code="file.act.failed">It cannot be reached.</error>
    public static Result<FileSystemSpace, LobsterError> Of(Fd onIt) => Of(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{onIt.Number}"));
}
