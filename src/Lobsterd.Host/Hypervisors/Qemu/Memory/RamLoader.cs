using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>Reads a saved memory into a memfd of its own and seals it.</summary>
/// <remarks>Not mapped from its file: QEMU opens what it maps for writing, and a page that the host drops would be read from the disk again.</remarks>
internal static class RamLoader
{
    private const MemfdSeals All = MemfdSeals.Seal | MemfdSeals.Shrink | MemfdSeals.Grow | MemfdSeals.Write;

    /// <summary>Reads, checks and seals.</summary>
    /// <param name="file">The memory file; closed by us.</param>
    /// <param name="expected">What was told when it was saved.</param>
    /// <error code="vm.state.unusable">It is not what was saved.</error>
    /// <error code="descriptor.open.failed">Too many open files.</error>
    internal static Result<SealedMemfd, LobsterError> Load(Fd file, SavedMemory expected)
    {
        using var source = file.TakeFileHandle();
        if (Memfd.Create(RamMapping.MemfdName).TryGetError(out var error, out var memfd)) return error;
        var result = Fill(source, memfd, expected).Bind(() => Memfd.Seal(memfd, All)).Bind(() => FileStat.Of(memfd));
        if (!result.TryGetError(out error, out var stat)) return new SealedMemfd(memfd, stat.Identity);
        memfd.Dispose();
        return error;
    }

    /// <summary>Reads and checks a memory that becomes one VM's own, to be written by it.</summary>
    /// <param name="path">The memory file.</param>
    /// <param name="expected">What was told when it was saved.</param>
    /// <error code="vm.state.unusable">It is missing, or not what was saved.</error>
    internal static Result<Fd, LobsterError> LoadAlone(string path, SavedMemory expected)
    {
        if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out var error, out var file)) return Damaged($"{path}: {error.Message}");
        using var source = file.TakeFileHandle();
        if (Memfd.Create(RamMapping.MemfdName).TryGetError(out error, out var memfd)) return error;
        if (!Fill(source, memfd, expected).TryGetError(out error)) return memfd;
        memfd.Dispose();
        return Damaged($"{path}: the saved memory cannot be used: {error.Message}");
    }

    private static UnitResult<LobsterError> Fill(SafeFileHandle source, Fd memfd, SavedMemory expected)
    {
        try
        {
            if (RandomAccess.GetLength(source) != expected.Bytes) return Damaged("its size is not the one that was saved");
            if (SparseFile.SetSize(memfd, expected.Bytes).TryGetError(out var error)) return error;

            // A second handle on the memfd: the first goes to VMs, and RandomAccess wants a SafeFileHandle.
            if (memfd.Duplicate().TryGetError(out error, out var second)) return error;
            using var target = second.TakeFileHandle();
            var copy = new RamCopy(target);
            var buffer = new byte[RamCopy.ChunkBytes];
            for (var offset = 0L; offset < expected.Bytes; offset += buffer.Length)
            {
                var chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, expected.Bytes - offset));
                if (RandomAccess.Read(source, chunk, offset) != chunk.Length) return Damaged("it ends too early");
                copy.Take(offset, chunk);
            }

            return copy.Sum == expected.Sum ? UnitResult.Success<LobsterError>() : Damaged("its checksum is not the one that was saved");
        }
        catch (IOException exception)
        {
            return Damaged(exception.Message);
        }
    }

    private static LobsterError Damaged(string how) => new(VmErrors.StateUnusable, how);
}
