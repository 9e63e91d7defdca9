using System.Runtime.InteropServices;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>The form of a memory file that holds what is different alone: the numbers of the pages, 32 bits each (little-endian), ascending, filled up with
/// zeroes to a whole page; then the pages in that order.</summary>
internal static class RamDelta
{
    /// <summary>Pages that are read and written at once.</summary>
    internal const int ChunkPages = RamCopy.ChunkBytes / RamCopy.PageBytes;

    /// <summary>Bytes of the table.</summary>
    internal static long TableBytes(int pages) => ((long)pages * sizeof(uint) + RamCopy.PageBytes - 1) / RamCopy.PageBytes * RamCopy.PageBytes;

    /// <summary>Bytes of the whole file.</summary>
    internal static long FileBytes(int pages) => TableBytes(pages) + (long)pages * RamCopy.PageBytes;

    /// <summary>The table as it stands in the file.</summary>
    internal static byte[] Encode(ReadOnlySpan<uint> numbers)
    {
        var table = new byte[TableBytes(numbers.Length)];
        MemoryMarshal.AsBytes(numbers).CopyTo(table);
        return table;
    }

    /// <summary>Reads a table.</summary>
    /// <returns>Null when it is none: not ascending, or beyond the memory.</returns>
    internal static uint[]? Decode(ReadOnlySpan<byte> table, int pages, long memoryBytes)
    {
        var numbers = MemoryMarshal.Cast<byte, uint>(table)[..pages].ToArray();
        for (var i = 0; i < numbers.Length; i++)
            if (numbers[i] >= memoryBytes / RamCopy.PageBytes || (i > 0 && numbers[i] <= numbers[i - 1])) return null;
        return numbers;
    }

    /// <summary>How many of the first pages lie one after the other.</summary>
    internal static int RunOf(ReadOnlySpan<uint> numbers)
    {
        var count = 1;
        while (count < numbers.Length && numbers[count] == numbers[0] + count) count++;
        return count;
    }
}
