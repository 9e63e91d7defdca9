using Lobsterd.Guest.Init;
using Xunit;

namespace Lobsterd.Tests.Unit.Guest.Init;

public sealed class SuperblockTests
{
    [Fact]
    public void image_and_overlay_are_told_by_magic_and_label()
    {
        Assert.Equal(DiskKind.Image, Superblock.Read([.. "hsqs"u8, .. new byte[2044]]));
        Assert.Equal(DiskKind.Overlay, Superblock.Read(Ext4("lobster-overlay"u8)));
        Assert.Equal(DiskKind.Other, Superblock.Read(Ext4("lobster-overlax"u8)));
        Assert.Equal(DiskKind.Other, Superblock.Read(Ext4("lobster-overlay2"u8)));
        Assert.Equal(DiskKind.Other, Superblock.Read(new byte[2048]));
        Assert.Equal(DiskKind.Other, Superblock.Read("hsqs"u8));
    }

    private static byte[] Ext4(ReadOnlySpan<byte> label)
    {
        var start = new byte[Superblock.NeededBytes];
        (start[0x438], start[0x439]) = (0x53, 0xEF);
        label.CopyTo(start.AsSpan(0x478));
        return start;
    }
}
