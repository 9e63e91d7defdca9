using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Sleep;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Sleep;

/// <summary>Sums up a saved file. Zero pages count for nothing, so that a hole and a written zero are the same.</summary>
internal static class FileSum
{
    /// <summary>Reads all of a file.</summary>
    /// <param name="path">Not followed where it is a symbolic link.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <error code="sleep.file.failed">It is not there, or an I/O error.</error>
    internal static Result<SleepFile, LobsterError> Of(string path, CancellationToken cancellationToken)
    {
        if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out var error, out var opened)) return Failed(error.Message);
        try
        {
            using var file = opened.TakeFileHandle();
            var sum = default(RamSum);
            var buffer = new byte[RamCopy.ChunkBytes];
            var offset = 0L;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = RandomAccess.Read(file, buffer, offset);
                if (read == 0) return new SleepFile(Path.GetFileName(path), offset, sum.Value);

                // A regular file is read short at its end alone; what is missing of the last page counts as zeroes.
                buffer.AsSpan(read).Clear();
                Add(ref sum, buffer.AsSpan(0, read + (-read & (RamCopy.PageBytes - 1))), offset);
                offset += read;
            }
        }
        catch (IOException exception)
        {
            return Failed(exception.Message);
        }
    }

    private static void Add(ref RamSum sum, ReadOnlySpan<byte> chunk, long offset)
    {
        for (var at = 0; at < chunk.Length; at += RamCopy.PageBytes)
        {
            var page = chunk.Slice(at, RamCopy.PageBytes);
            if (page.ContainsAnyExcept((byte)0)) sum.Add((offset + at) / RamCopy.PageBytes, page);
        }
    }

    private static LobsterError Failed(string how) => new(SleepErrors.FileFailed, how);
}
