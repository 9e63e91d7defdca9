using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Firecracker.Saved;

/// <summary>Reads files that a VMM may have put there: it can put anything.</summary>
internal static class SmallFile
{
    /// <summary>Opens a regular file that has no other name. A link, pipe, device or folder in its place is refused, and never waited for.</summary>
    /// <error code="descriptor.open.path">It cannot be opened.</error>
    /// <error code="file.kind.refused">It is no regular file.</error>
    /// <error code="file.act.failed">It has another name too.</error>
    internal static Result<Fd, LobsterError> Open(string path)
    {
        if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out var error, out var file)) return error;
        if (!FileStat.Of(file).TryGetError(out error, out var stat) && stat.Links == 1) return file;
        file.Dispose();
        return error ?? new LobsterError(FileErrors.Failed, $"{path} is no file of its own");
    }

    /// <summary>Reads one whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">Most bytes.</param>
    /// <error code="descriptor.open.path">It cannot be opened.</error>
    /// <error code="file.kind.refused">It is no regular file, or longer.</error>
    /// <error code="file.act.failed">It has another name too.</error>
    /// <error code="descriptor.read.failed">An I/O error.</error>
    internal static Result<byte[], LobsterError> Read(string path, int most)
    {
        if (Open(path).TryGetError(out var error, out var file)) return error;
        using (file) return PlainFile.ReadAll(file, path, most);
    }
}
