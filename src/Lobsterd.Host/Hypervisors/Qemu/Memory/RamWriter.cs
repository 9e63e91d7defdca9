using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>Writes a paused guest's memory to a file of its own.</summary>
internal static class RamWriter
{
    private const int OwnerOnly = 0x180;    // 0600

    /// <summary>Writes and flushes it; zero pages become holes.</summary>
    /// <param name="mapping">The memory; the VM is paused.</param>
    /// <param name="path">The memory file; what was there is gone.</param>
    /// <param name="cancellationToken">Stops halfway; the file is no good then.</param>
    /// <exception cref="IOException">The VMM is gone, or there is no room.</exception>
    /// <error code="descriptor.open.path">The file could not be made.</error>
    /// <error code="file.kind.refused">Something else than a file stands there.</error>
    /// <error code="file.act.failed">It could not be flushed.</error>
    internal static Result<SavedRam, LobsterError> Write(RamMapping mapping, string path, CancellationToken cancellationToken)
    {
        if (Create(path).TryGetError(out var error, out var file)) return error;
        using (file)
        {
            if (SparseFile.SetSize(file, mapping.Bytes).TryGetError(out error)) return error;
            if (file.Duplicate().TryGetError(out error, out var second)) return error;
            using var target = second.TakeFileHandle();
            using var reader = new RamReader(mapping);
            var copy = new RamCopy(target);
            reader.CopyTo(copy, cancellationToken);
            return SparseFile.Sync(file).Map(() => new SavedRam(new SavedMemory(mapping.Bytes, copy.Sum), null));
        }
    }

    /// <summary>Makes an empty memory file, root's alone; what was there is gone.</summary>
    /// <error code="descriptor.open.path">It could not be made.</error>
    /// <error code="file.kind.refused">Something else than a file stands there.</error>
    internal static Result<Fd, LobsterError> Create(string path) => PlainFile.Open(path, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, OwnerOnly);
}
