using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>Writes guest memory to a file page by page, leaves out what is all zeros, and sums it up.</summary>
/// <param name="target">A file that is empty and as long as the memory, so that what is left out is a hole.</param>
internal sealed class RamCopy(SafeFileHandle target)
{
    /// <summary>Bytes of a page.</summary>
    internal const int PageBytes = 4096;

    /// <summary>Bytes that are read and written at once.</summary>
    internal const int ChunkBytes = 1 << 20;

    private RamSum sum;

    /// <summary>The checksum of what was taken so far.</summary>
    internal uint Sum => sum.Value;

    /// <summary>Takes the next piece of memory.</summary>
    /// <param name="offset">Where it lies, a multiple of <see cref="PageBytes"/>; ascending from call to call.</param>
    /// <param name="chunk">Whole pages.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal void Take(long offset, ReadOnlySpan<byte> chunk)
    {
        var pending = 0;
        for (var at = 0; at < chunk.Length; at += PageBytes)
        {
            var page = chunk.Slice(at, PageBytes);
            if (page.ContainsAnyExcept((byte)0))
            {
                sum.Add((offset + at) / PageBytes, page);
                continue;
            }

            Write(offset, chunk, pending, at);
            pending = at + PageBytes;
        }

        Write(offset, chunk, pending, chunk.Length);
    }

    private void Write(long offset, ReadOnlySpan<byte> chunk, int from, int to)
    {
        if (to > from) RandomAccess.Write(target, chunk[from..to], offset + from);
    }
}
