using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Files;

/// <summary>Replaces small files so that a reader or a crash of ours sees the old content or the new, never a part. A power cut may lose it: for
/// what a reboot makes worthless. What must last is a <see cref="DurableFile"/>.</summary>
public static class VolatileFile
{
    private static long lastNumber;

    /// <summary>Writes a file beside the old one and renames it over.</summary>
    /// <param name="path">Absolute; the folder is there, and only we write to it.</param>
    /// <param name="content">All of the new content.</param>
    /// <param name="mode">Permission bits of the new file, whatever the umask; it belongs to us.</param>
    /// <error code="file.path.missing">The folder is not there.</error>
    /// <error code="file.space.exhausted">No room; the old file is as it was.</error>
    /// <error code="file.act.failed">The kernel refused; the old file is as it was.</error>
    /// <error code="descriptor.write.failed">The content could not be written; the old file is as it was.</error>
    public static UnitResult<LobsterError> Replace(string path, ReadOnlySpan<byte> content, int mode)
    {
        var temporary = TemporaryBeside(path);
        var written = Write(temporary, content, mode);
        if (written.IsSuccess && FileCalls.Rename(temporary, path) == 0) return UnitResult.Success<LobsterError>();
        var error = written.IsFailure ? written.Error : FileErrno.Last(path);
        _ = FileCalls.Unlink(temporary);
        return error;
    }

    private static UnitResult<LobsterError> Write(string path, ReadOnlySpan<byte> content, int mode)
    {
        using var file = Fd.Adopt(FileCalls.Open(
            path, FileCalls.WriteOnly | FileCalls.Create | FileCalls.Exclusive | FileCalls.NoFollow | FileCalls.CloseOnExec, 0));
        if (file.IsInvalid || FileCalls.ChangeMode(file, (uint)mode) < 0) return FileErrno.Last(path);
        return file.Write(content);
    }

    /// <summary>Ends in <c>.tmp</c>, so that whoever reads the folder knows what a crash left.</summary>
    private static string TemporaryBeside(string path) => string.Create(
        CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref lastNumber)}.tmp");
}
