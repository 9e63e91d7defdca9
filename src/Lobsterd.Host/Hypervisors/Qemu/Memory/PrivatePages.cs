using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>Tells which pages of a private mapping the VMM has written: those are its own, all others are the template's.</summary>
/// <remarks>Source: <see href="https://www.kernel.org/doc/html/latest/admin-guide/mm/pagemap.html"/>.</remarks>
internal sealed class PrivatePages(SafeFileHandle pagemap)
{
    private const int EntryBytes = sizeof(ulong);
    private const ulong Present = 1UL << 63;

    // A page that was swapped out is as much its own as one in memory; reading it brings it back.
    private const ulong Swapped = 1UL << 62;
    private const ulong OfFile = 1UL << 61;

    /// <summary>Reads the entries of some pages.</summary>
    /// <param name="address">The first page's address.</param>
    /// <param name="isOwn">Filled: whether each page, one after the other, is the VMM's own.</param>
    /// <exception cref="IOException">The VMM is gone.</exception>
    internal void Read(long address, Span<bool> isOwn)
    {
        var entries = new ulong[isOwn.Length];
        var bytes = MemoryMarshal.AsBytes(entries.AsSpan());
        var offset = address / RamCopy.PageBytes * EntryBytes;
        if (RandomAccess.Read(pagemap, bytes, offset) != bytes.Length) throw new IOException("the VMM's pages cannot be read any more");
        for (var i = 0; i < entries.Length; i++) isOwn[i] = (entries[i] & (Present | Swapped)) != 0 && (entries[i] & OfFile) == 0;
    }
}
