using System.Buffers.Binary;

namespace Lobsterd.Guest.Init;

/// <summary>Tells what a disk holds from its first bytes. Names and order of disks differ with the bus that they hang on; superblocks do not.</summary>
internal static class Superblock
{
    /// <summary>The label of the tenant's disk.</summary>
    internal const string OverlayLabel = "lobster-overlay";

    /// <summary>How much of a disk must be read.</summary>
    internal const int NeededBytes = 2048;

    private const int Ext4At = 1024;
    private const int Ext4MagicAt = Ext4At + 0x38;
    private const ushort Ext4Magic = 0xEF53;
    private const int Ext4LabelAt = Ext4At + 0x78;
    private const int Ext4LabelBytes = 16;

    private static ReadOnlySpan<byte> SquashfsMagic => "hsqs"u8;

    private static ReadOnlySpan<byte> Label => "lobster-overlay\0"u8;

    /// <summary>Reads the first bytes of a disk; fewer than <see cref="NeededBytes"/> are no disk of ours.</summary>
    internal static DiskKind Read(ReadOnlySpan<byte> start)
    {
        if (start.Length < NeededBytes) return DiskKind.Other;
        if (start.StartsWith(SquashfsMagic)) return DiskKind.Image;
        return BinaryPrimitives.ReadUInt16LittleEndian(start[Ext4MagicAt..]) == Ext4Magic && start.Slice(Ext4LabelAt, Ext4LabelBytes).SequenceEqual(Label)
            ? DiskKind.Overlay
            : DiskKind.Other;
    }
}
