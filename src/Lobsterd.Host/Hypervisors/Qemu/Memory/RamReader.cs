using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>Reads the memory of a paused guest: the memfd that the VMM maps, and over it the pages that the VMM keeps to itself.</summary>
/// <remarks>The memfd is read as a file and not through the mapping: touching a hole of a mapping would give it a page.</remarks>
internal sealed class RamReader : IDisposable
{
    private readonly RamMapping mapping;
    private readonly SafeFileHandle file;
    private readonly SafeFileHandle? space;
    private readonly SafeFileHandle? pagemap;

    /// <summary>Opens a VMM's memory.</summary>
    /// <exception cref="IOException">The VMM is gone.</exception>
    internal RamReader(RamMapping mapping)
    {
        this.mapping = mapping;
        file = Open(mapping.FilePath);
        if (!mapping.IsPrivate) return;
        space = Open(mapping.SpacePath);
        pagemap = Open(mapping.PagesPath);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        space?.Dispose();
        pagemap?.Dispose();
    }

    /// <summary>Copies all of it.</summary>
    /// <exception cref="IOException">The VMM is gone, or the copy cannot be written.</exception>
    internal void CopyTo(RamCopy copy, CancellationToken cancellationToken)
    {
        var buffer = new byte[RamCopy.ChunkBytes];
        for (var offset = 0L; offset < mapping.Bytes; offset += buffer.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = buffer.AsSpan(0, (int)Math.Min(buffer.Length, mapping.Bytes - offset));
            ReadWhole(file, chunk, offset);
            if (space is not null && pagemap is not null) Overlay(space, new PrivatePages(pagemap), chunk, offset);
            copy.Take(offset, chunk);
        }
    }

    /// <summary>Numbers of the pages that the VMM keeps to itself, ascending; none where it shares its memory.</summary>
    /// <exception cref="IOException">The VMM is gone.</exception>
    internal uint[] OwnPages()
    {
        if (pagemap is null) return [];
        var (pages, own) = (new PrivatePages(pagemap), new List<uint>());
        Span<bool> isOwn = stackalloc bool[RamDelta.ChunkPages];
        for (var first = 0L; first < mapping.Bytes / RamCopy.PageBytes; first += RamDelta.ChunkPages)
        {
            var some = isOwn[..(int)Math.Min(RamDelta.ChunkPages, mapping.Bytes / RamCopy.PageBytes - first)];
            pages.Read(mapping.Start + first * RamCopy.PageBytes, some);
            for (var i = 0; i < some.Length; i++)
                if (some[i]) own.Add((uint)(first + i));
        }

        return [.. own];
    }

    /// <summary>Reads pages that are the VMM's own.</summary>
    /// <param name="numbers">Their numbers, ascending.</param>
    /// <param name="target">Filled, one page after the other.</param>
    /// <exception cref="IOException">The VMM is gone.</exception>
    internal void ReadOwn(ReadOnlySpan<uint> numbers, Span<byte> target)
    {
        for (int first = 0, count; first < numbers.Length; first += count)
        {
            count = RamDelta.RunOf(numbers[first..]);
            ReadWhole(space!, target.Slice(first * RamCopy.PageBytes, count * RamCopy.PageBytes), mapping.Start + (long)numbers[first] * RamCopy.PageBytes);
        }
    }

    /// <summary>Reads until a target is full.</summary>
    /// <exception cref="IOException">There is less, or it cannot be read.</exception>
    internal static void ReadWhole(SafeFileHandle source, Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(source, target, offset);
            if (read == 0) throw new IOException("it ends too early");
            target = target[read..];
            offset += read;
        }
    }

    private void Overlay(SafeFileHandle source, PrivatePages pages, Span<byte> chunk, long offset)
    {
        Span<bool> isOwn = stackalloc bool[RamCopy.ChunkBytes / RamCopy.PageBytes];
        isOwn = isOwn[..(chunk.Length / RamCopy.PageBytes)];
        pages.Read(mapping.Start + offset, isOwn);
        for (var first = isOwn.IndexOf(true); first >= 0;)
        {
            var count = isOwn[first..].IndexOf(false);
            if (count < 0) count = isOwn.Length - first;
            var at = first * RamCopy.PageBytes;
            ReadWhole(source, chunk.Slice(at, count * RamCopy.PageBytes), mapping.Start + offset + at);

            var next = isOwn[(first + count)..].IndexOf(true);
            first = next < 0 ? -1 : first + count + next;
        }
    }

    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
}
