using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>What the kernel says about one file, folder or device node.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Mode">Permission bits, 0 to 0xFFF (07777).</param>
/// <param name="UserId">Owner.</param>
/// <param name="GroupId">Group.</param>
/// <param name="SizeBytes">Apparent size.</param>
/// <param name="AllocatedBytes">What it takes on its disk; less than the size of a sparse file.</param>
/// <param name="Links">Names that it has; 0 when it was deleted.</param>
/// <param name="Identity">What tells it from every other file and from its own earlier content.</param>
public sealed record FileStat(
    FileKind Type, int Mode, uint UserId, uint GroupId, long SizeBytes, long AllocatedBytes, long Links, FileIdentity Identity)
{
    private const int EmptyPath = 0x1000;
    private const int DoNotFollow = 0x100;
    private const uint BasicFields = 0x7FF;
    private const int ModeBits = 0xFFF;
    private const int TypeShift = 12;
    private const int BytesOfBlock = 512;

    /// <summary>Reads a path without following a symbolic link at its end.</summary>
    /// <error code="file.path.missing">It is not there.</error>
    /// <error code="file.act.failed">It cannot be reached.</error>
    public static Result<FileStat, LobsterError> Of(string path) =>
        FileCalls.Stat(FileCalls.CurrentFolder, path, DoNotFollow, BasicFields, out var stat) < 0 ? FileErrno.Last(path) : From(stat);

    /// <summary>Reads a path, following symbolic links.</summary>
    /// <error code="file.path.missing">It is not there.</error>
    /// <error code="file.act.failed">It cannot be reached.</error>
    public static Result<FileStat, LobsterError> OfTarget(string path) =>
        FileCalls.Stat(FileCalls.CurrentFolder, path, 0, BasicFields, out var stat) < 0 ? FileErrno.Last(path) : From(stat);

    /// <summary>Reads an open file.</summary>
    /// <error code="file.act.failed">An I/O error.</error>
    public static Result<FileStat, LobsterError> Of(Fd file) =>
        FileCalls.Stat(file, "", EmptyPath, BasicFields, out var stat) < 0 ? FileErrno.Last($"descriptor {file.Number}") : From(stat);

    /// <summary>Reads a name in an open folder without following a symbolic link at its end.</summary>
    /// <error code="file.path.missing">It is not there.</error>
    /// <error code="file.act.failed">It cannot be reached.</error>
    public static Result<FileStat, LobsterError> Of(Fd folder, string name) =>
        FileCalls.Stat(folder, name, DoNotFollow, BasicFields, out var stat) < 0 ? FileErrno.Last(name) : From(stat);

    private static FileStat From(in ExtendedStat stat) => new(
        (FileKind)(stat.Mode >> TypeShift), stat.Mode & ModeBits, stat.User, stat.Group, (long)stat.Size, (long)stat.Blocks * BytesOfBlock, stat.Links,
        new FileIdentity(
            ((ulong)stat.DeviceMajor << 32) | stat.DeviceMinor, stat.Inode, (long)stat.Size,
            (Int128)stat.ModifySeconds * 1_000_000_000 + stat.ModifyNanoseconds,
            (Int128)stat.ChangeSeconds * 1_000_000_000 + stat.ChangeNanoseconds));
}
