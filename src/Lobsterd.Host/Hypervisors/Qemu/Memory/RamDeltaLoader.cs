using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>Puts what a guest had changed over the memory that its new VMM has mapped. The VMM has loaded no device yet, so nothing looks at it.</summary>
internal static class RamDeltaLoader
{
    /// <summary>Reads, checks and writes it into the VMM's memory. On failure that is half done, and the VMM has to end.</summary>
    /// <param name="path">The memory file.</param>
    /// <param name="memory">What was told of it when it was saved.</param>
    /// <param name="pages">How many pages it holds.</param>
    /// <param name="mapping">The memory, mapped privately.</param>
    /// <error code="vm.state.unusable">The file is not what was saved, or the VMM is gone.</error>
    internal static UnitResult<LobsterError> Load(string path, SavedMemory memory, int pages, RamMapping mapping)
    {
        if (!mapping.IsPrivate) return Unusable("the VMM shares its memory with others");
        if (PlainFile.Open(path, OpenFlags.ReadOnly).TryGetError(out var error, out var file)) return Unusable($"{path}: {error.Message}");
        try
        {
            using var source = file.TakeFileHandle();
            using var target = File.OpenHandle(mapping.SpacePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            return Copy(source, memory, pages, mapping.Start, target);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Unusable(failure.Message);
        }
    }

    private static UnitResult<LobsterError> Copy(SafeFileHandle source, SavedMemory memory, int pages, long start, SafeFileHandle target)
    {
        if (pages < 0 || pages > memory.Bytes / RamCopy.PageBytes || RandomAccess.GetLength(source) != RamDelta.FileBytes(pages))
            return Unusable("its size is not the one that was saved");
        var table = new byte[RamDelta.TableBytes(pages)];
        RamReader.ReadWhole(source, table, 0);
        if (RamDelta.Decode(table, pages, memory.Bytes) is not { } numbers) return Unusable("its table of pages is damaged");

        var sum = default(RamSum);
        var buffer = new byte[RamCopy.ChunkBytes];
        for (var next = 0; next < pages; next += RamDelta.ChunkPages)
        {
            ReadOnlySpan<uint> some = numbers.AsSpan(next, Math.Min(RamDelta.ChunkPages, pages - next));
            var chunk = buffer.AsSpan(0, some.Length * RamCopy.PageBytes);
            RamReader.ReadWhole(source, chunk, table.Length + (long)next * RamCopy.PageBytes);
            sum.Add(some, chunk);
            for (int first = 0, count; first < some.Length; first += count)
            {
                count = RamDelta.RunOf(some[first..]);
                RandomAccess.Write(target, chunk.Slice(first * RamCopy.PageBytes, count * RamCopy.PageBytes), start + (long)some[first] * RamCopy.PageBytes);
            }
        }

        return sum.Value == memory.Sum ? UnitResult.Success<LobsterError>() : Unusable("its checksum is not the one that was saved");
    }

    private static LobsterError Unusable(string how) => new(VmErrors.StateUnusable, how);
}
