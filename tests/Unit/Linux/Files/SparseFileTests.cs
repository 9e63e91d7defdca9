using System.Security.Cryptography;
using CsCheck;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Linux.Files;

public sealed class SparseFileTests : IDisposable
{
    private const int Block = 4096;

    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void a_copy_has_the_same_bytes_and_takes_no_more_room() => Gen.Int[0, 255].Array[0, 40].Sample(
        layout =>
        {
            using var folder = new ScratchFolder();
            using (var file = File.Create(folder["source"]))
            {
                file.SetLength((layout.Length * Block) + 17);
                foreach (var (fill, index) in layout.Select((fill, index) => (fill, index)).Where(pair => pair.fill > 128))
                {
                    file.Position = index * Block;
                    file.Write([.. Enumerable.Repeat((byte)fill, Block)]);
                }
            }

            using var source = Fd.Open(folder["source"], OpenFlags.ReadOnly).Value;
            using var target = Fd.Open(folder["target"], OpenFlags.ReadWrite | OpenFlags.Create, 0x180).Value;
            Assert.True(SparseFile.Copy(source, target).IsSuccess);

            Assert.Equal(SHA256.HashData(File.ReadAllBytes(folder["source"])), SHA256.HashData(File.ReadAllBytes(folder["target"])));
            Assert.True(FileStat.Of(target).Value.AllocatedBytes <= FileStat.Of(source).Value.AllocatedBytes + Block);
        },
        iter: 50);

    [Fact]
    public void memory_can_be_copied_to_a_disk()
    {
        using var memory = Memfd.Create("ram").Value;
        Assert.True(SparseFile.SetSize(memory, 1 << 20).IsSuccess);
        Assert.True(memory.Write("page"u8).IsSuccess);
        using var target = Fd.Open(scratch["image"], OpenFlags.ReadWrite | OpenFlags.Create, 0x180).Value;

        Assert.True(SparseFile.Copy(memory, target).IsSuccess);

        Assert.Equal(1 << 20, FileStat.Of(target).Value.SizeBytes);
        Assert.Equal("page"u8.ToArray(), File.ReadAllBytes(scratch["image"])[..4]);
        Assert.True(FileStat.Of(target).Value.AllocatedBytes <= 2 * Block);
    }

    [Fact]
    public void sharing_extents_works_or_says_that_it_cannot()
    {
        File.WriteAllText(scratch["source"], "content");
        using var source = Fd.Open(scratch["source"], OpenFlags.ReadOnly).Value;
        using var target = Fd.Open(scratch["target"], OpenFlags.ReadWrite | OpenFlags.Create, 0x180).Value;

        Assert.True(SparseFile.CloneOrCopy(source, target).IsSuccess);

        Assert.Equal("content", File.ReadAllText(scratch["target"]));
    }

    [Fact]
    public void a_punched_range_is_given_back_and_reads_as_zeroes()
    {
        File.WriteAllBytes(scratch["f"], [.. Enumerable.Repeat((byte)7, 64 * Block)]);
        using var file = Fd.Open(scratch["f"], OpenFlags.ReadWrite).Value;

        Assert.True(SparseFile.Punch(file, 0, 32 * Block).IsSuccess);

        Assert.Equal(64 * Block, FileStat.Of(file).Value.SizeBytes);
        Assert.Equal(32 * Block, File.ReadAllBytes(scratch["f"]).Count(value => value == 0));
    }
}
