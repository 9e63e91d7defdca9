using System.Buffers.Binary;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Jailer;

/// <summary>How many names an open file has (fstat(2), <c>st_nlink</c> at byte 16).</summary>
internal static class LinkCount
{
    private const int StatBytes = 144;

    internal static unsafe ulong Of(long descriptor)
    {
        Span<byte> stat = stackalloc byte[StatBytes];
        fixed (byte* start = stat) _ = Kernel.Call(5, (nint)descriptor, (nint)start);
        return BinaryPrimitives.ReadUInt64LittleEndian(stat[16..]);
    }
}
