using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>What an uncompressed x86-64 kernel says of itself.</summary>
/// <param name="HasPvhEntry">Whether it can be entered by the PVH protocol; Firecracker takes the 64-bit Linux entry otherwise.</param>
/// <param name="Release">The kernel's release; null when its banner was not found.</param>
/// <param name="Config">The configuration that it was built with; null when it does not carry it (CONFIG_IKCONFIG).</param>
/// <remarks>Layout: elf(5), <c>Elf64_Ehdr</c>, <c>Elf64_Phdr</c>, <c>Elf64_Nhdr</c>. Believes nothing that the file says about itself.</remarks>
internal sealed record Vmlinux(bool HasPvhEntry, string? Release, KernelConfig? Config)
{
    private const int HeaderSize = 64;
    private const int EntrySize = 56;
    private const int MostEntries = 64;
    private const int Executable = 2;
    private const int X64 = 62;
    private const int Load = 1;
    private const int Note = 4;
    private const int Phys32Entry = 18;
    private const int NoteHeader = 12;
    private const int LongestRelease = 64;
    private const int LargestConfig = 4 << 20;

    private static ReadOnlySpan<byte> Magic => [0x7F, (byte)'E', (byte)'L', (byte)'F', /* 64-bit */ 2, /* little-endian */ 1, /* version */ 1];

    /// <summary>Whether a file begins as ELF files do.</summary>
    public static bool IsElf(ReadOnlySpan<byte> file) => file.StartsWith(Magic[..4]);

    /// <summary>Reads it.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>Null when the bytes are no executable for x86-64 whose segments lie within them.</returns>
    public static Vmlinux? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderSize || !file.StartsWith(Magic)) return null;
        if (U16(file, 16) != Executable || U16(file, 18) != X64 || U16(file, 54) != EntrySize) return null;

        var count = U16(file, 56);
        if (count is 0 or > MostEntries || !TrySlice(file, U64(file, 32), (ulong)count * EntrySize, out var entries)) return null;
        var (canLoad, hasPvh) = (false, false);
        for (; entries.Length >= EntrySize; entries = entries[EntrySize..])
        {
            var type = U32(entries, 0);
            if (type is not (Load or Note)) continue;
            if (!TrySlice(file, U64(entries, 8), U64(entries, 32), out var content)) return null;
            canLoad |= type == Load && content.Length > 0;
            hasPvh |= type == Note && HasPvhNote(content);
        }

        return canLoad ? new Vmlinux(hasPvh, ReleaseOf(file), ConfigOf(file)) : null;
    }

    private static bool HasPvhNote(ReadOnlySpan<byte> notes)
    {
        while (notes.Length >= NoteHeader)
        {
            var (name, description, type) = (Padded(U32(notes, 0)), Padded(U32(notes, 4)), U32(notes, 8));
            if (name + description > (ulong)(notes.Length - NoteHeader)) return false;
            if (type == Phys32Entry && notes[NoteHeader..].StartsWith("Xen\0"u8)) return true;
            notes = notes[(NoteHeader + (int)(name + description))..];
        }

        return false;
    }

    private static string? ReleaseOf(ReadOnlySpan<byte> file)
    {
        var banner = "Linux version "u8;
        for (var at = file.IndexOf(banner); at >= 0;)
        {
            var text = file[(at + banner.Length)..];
            var end = text[..Math.Min(text.Length, LongestRelease + 1)].IndexOf((byte)' ');
            if (end > 0 && char.IsAsciiDigit((char)text[0]) && Ascii.IsValid(text[..end])) return Encoding.ASCII.GetString(text[..end]);
            var next = text.IndexOf(banner);
            at = next < 0 ? -1 : at + banner.Length + next;
        }

        return null;
    }

    private static KernelConfig? ConfigOf(ReadOnlySpan<byte> file)
    {
        var start = file.IndexOf("IKCFG_ST"u8);
        if (start < 0) return null;
        var packed = file[(start + 8)..];
        var end = packed.IndexOf("IKCFG_ED"u8);
        if (end < 0) return null;
        try
        {
            using var unpacked = new GZipStream(new MemoryStream(packed[..end].ToArray()), CompressionMode.Decompress);
            var text = new byte[LargestConfig];
            var length = unpacked.ReadAtLeast(text, LargestConfig, throwOnEndOfStream: false);
            return KernelConfig.Parse(Encoding.ASCII.GetString(text, 0, length));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool TrySlice(ReadOnlySpan<byte> file, ulong offset, ulong length, out ReadOnlySpan<byte> slice)
    {
        var isWithin = offset <= (ulong)file.Length && length <= (ulong)file.Length - offset;
        slice = isWithin ? file.Slice((int)offset, (int)length) : default;
        return isWithin;
    }

    private static ulong Padded(uint length) => ((ulong)length + 3) & ~3UL;

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
