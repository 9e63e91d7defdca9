using CsCheck;
using Lobsterd.Host.Storage;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Storage;

public sealed class Ext4Tests
{
    [Fact]
    public void any_bytes_are_judged_and_none_but_ours_are_an_overlay() =>
        Gen.Select(Gen.Byte.Array[0, 1_024], Gen.Long[0, 1L << 44]).Sample((noise, size) => Ext4.FaultOf(noise, size) is not null);

    [Fact]
    public void a_file_system_larger_than_its_file_is_a_fault()
    {
        var superblock = new byte[1_024];
        (superblock[56], superblock[57]) = (0x53, 0xEF);
        "lobster-overlay"u8.CopyTo(superblock.AsSpan(120));
        superblock[24] = 2;
        superblock[5] = 0x40;

        Assert.Null(Ext4.FaultOf(superblock, 64 << 20));
        Assert.NotNull(Ext4.FaultOf(superblock, (64 << 20) - 1));

        superblock.AsSpan(336, 4).Fill(0xFF);
        Assert.NotNull(Ext4.FaultOf(superblock, long.MaxValue));
    }
}
