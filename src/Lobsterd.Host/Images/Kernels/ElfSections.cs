using System.Buffers.Binary;

namespace Lobsterd.Host.Images.Kernels;

/// <summary>Finds a section of an ELF file by its name; believes nothing that the file says about itself.</summary>
/// <remarks>64-bit little-endian files only, which is what x86-64 modules are. Layout: elf(5), <c>Elf64_Ehdr</c> and <c>Elf64_Shdr</c>.</remarks>
internal static class ElfSections
{
    private const int HeaderSize = 64;
    private const int EntrySize = 64;

    private static ReadOnlySpan<byte> Magic => [0x7F, (byte)'E', (byte)'L', (byte)'F', /* 64-bit */ 2, /* little-endian */ 1];

    /// <summary>The content of a section.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">Name of the section, as bytes.</param>
    /// <param name="content">What it holds; empty when there is none.</param>
    /// <returns>Whether the file is ELF and holds that section within its bounds.</returns>
    public static bool TryFind(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (file.Length < HeaderSize || !file.StartsWith(Magic)) return false;

        var table = BinaryPrimitives.ReadUInt64LittleEndian(file[40..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(file[58..]) != EntrySize) return false;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file[60..]);
        var namesIndex = BinaryPrimitives.ReadUInt16LittleEndian(file[62..]);
        if (!TrySlice(file, table, (ulong)count * EntrySize, out var entries) || namesIndex >= count) return false;
        if (!TryContent(file, entries, namesIndex, out var names)) return false;

        for (var i = 0; i < count; i++)
        {
            var nameOffset = BinaryPrimitives.ReadUInt32LittleEndian(entries[(i * EntrySize)..]);
            if (nameOffset >= names.Length) continue;
            var found = names[(int)nameOffset..];
            if (found.Length > name.Length && found.StartsWith(name) && found[name.Length] == 0) return TryContent(file, entries, i, out content);
        }

        return false;
    }

    private static bool TryContent(ReadOnlySpan<byte> file, ReadOnlySpan<byte> entries, int index, out ReadOnlySpan<byte> content)
    {
        var entry = entries.Slice(index * EntrySize, EntrySize);
        return TrySlice(file, BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]), BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]), out content);
    }

    private static bool TrySlice(ReadOnlySpan<byte> file, ulong offset, ulong length, out ReadOnlySpan<byte> slice)
    {
        var isWithin = offset <= (ulong)file.Length && length <= (ulong)file.Length - offset;
        slice = isWithin ? file.Slice((int)offset, (int)length) : default;
        return isWithin;
    }
}
