using System.Numerics;
using System.Runtime.InteropServices;

namespace Lobsterd.Host.Hypervisors.Qemu.Memory;

/// <summary>A checksum of guest memory: CRC-32C over number and content of every page that is not all zeros, in order.</summary>
/// <remarks>Holes and zeros are the same to it. It finds damage and files that were mixed up; it is no protection against forgery, and needs
/// none: the files are root's alone.</remarks>
internal struct RamSum
{
    private uint crc;

    /// <summary>The sum of all pages added so far.</summary>
    internal readonly uint Value => crc;

    /// <summary>Adds a page.</summary>
    /// <param name="number">Its number, ascending from call to call.</param>
    /// <param name="page">Its content, a multiple of 8 bytes.</param>
    internal void Add(long number, ReadOnlySpan<byte> page)
    {
        var sum = BitOperations.Crc32C(crc, (ulong)number);
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(page)) sum = BitOperations.Crc32C(sum, word);
        crc = sum;
    }

    /// <summary>Adds pages that lie one after the other here, wherever they lie in the guest.</summary>
    /// <param name="numbers">Their numbers, ascending from call to call.</param>
    /// <param name="pages">Their contents.</param>
    internal void Add(ReadOnlySpan<uint> numbers, ReadOnlySpan<byte> pages)
    {
        for (var i = 0; i < numbers.Length; i++) Add(numbers[i], pages.Slice(i * RamCopy.PageBytes, RamCopy.PageBytes));
    }
}
