namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>What all disks of a machine have done since it started.</summary>
/// <param name="ReadBytes">Bytes read by its guest.</param>
/// <param name="WrittenBytes">Bytes written by it.</param>
/// <param name="Flushes">Flushes that it asked for.</param>
internal readonly record struct BlockCounts(long ReadBytes, long WrittenBytes, long Flushes)
{
    public static BlockCounts operator +(BlockCounts one, BlockCounts other) =>
        new(one.ReadBytes + other.ReadBytes, one.WrittenBytes + other.WrittenBytes, one.Flushes + other.Flushes);

    public static BlockCounts operator -(BlockCounts one, BlockCounts other) =>
        new(one.ReadBytes - other.ReadBytes, one.WrittenBytes - other.WrittenBytes, one.Flushes - other.Flushes);
}
