using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>Writes what a paused guest has changed of the memory that it was restored from.</summary>
internal static class RamDeltaWriter
{
    /// <summary>Writes and flushes it.</summary>
    /// <param name="mapping">The memory, mapped privately; the VM is paused.</param>
    /// <param name="origin">What it was restored from.</param>
    /// <param name="path">The memory file; what was there is gone.</param>
    /// <param name="cancellationToken">Stops halfway; the file is no good then.</param>
    /// <exception cref="IOException">The VMM is gone, or there is no room.</exception>
    /// <error code="descriptor.open.path">The file could not be made.</error>
    /// <error code="file.kind.refused">Something else than a file stands there.</error>
    /// <error code="file.act.failed">It could not be flushed.</error>
    internal static Result<SavedRam, LobsterError> Write(RamMapping mapping, RamOrigin origin, string path, CancellationToken cancellationToken)
    {
        if (RamWriter.Create(path).TryGetError(out var error, out var file)) return error;
        using (file)
        {
            if (file.Duplicate().TryGetError(out error, out var second)) return error;
            using var target = second.TakeFileHandle();
            using var reader = new RamReader(mapping);
            ReadOnlySpan<uint> numbers = reader.OwnPages();
            RandomAccess.Write(target, RamDelta.Encode(numbers), 0);

            var sum = default(RamSum);
            var buffer = new byte[RamCopy.ChunkBytes];
            for (var next = 0; next < numbers.Length; next += RamDelta.ChunkPages)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var some = numbers.Slice(next, Math.Min(RamDelta.ChunkPages, numbers.Length - next));
                var chunk = buffer.AsSpan(0, some.Length * RamCopy.PageBytes);
                reader.ReadOwn(some, chunk);
                sum.Add(some, chunk);
                RandomAccess.Write(target, chunk, RamDelta.TableBytes(numbers.Length) + (long)next * RamCopy.PageBytes);
            }

            var saved = new SavedRam(new SavedMemory(mapping.Bytes, sum.Value), new SavedBase(origin, numbers.Length));
            return SparseFile.Sync(file).Map(() => saved);
        }
    }
}
