using CsCheck;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Hypervisors.Qemu.Memory;

public sealed class RamCopyTests : IDisposable
{
    private const int Page = RamCopy.PageBytes;

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void the_copy_is_the_original_and_its_sum_does_not_hang_on_how_it_was_cut() =>
        Gen.Select(Gen.Int[0, 3].Array[1, 40], Gen.Int[1, 40]).Sample((kinds, cut) =>
        {
            var memory = new byte[kinds.Length * Page];
            for (var i = 0; i < kinds.Length; i++)
                if (kinds[i] > 0) memory[(i * Page) + (kinds[i] * 1000)] = (byte)kinds[i];

            var whole = Copy(memory, memory.Length);
            return Copy(memory, cut * Page) == whole && File.ReadAllBytes(path).AsSpan().SequenceEqual(memory);
        }, iter: 300, threads: 1);

    [Fact]
    public void any_changed_bit_and_any_moved_page_changes_the_sum()
    {
        var memory = new byte[8 * Page];
        memory[(3 * Page) + 17] = 1;
        var sum = Copy(memory, memory.Length);

        memory[(3 * Page) + 17] = 3;
        Assert.NotEqual(sum, Copy(memory, memory.Length));

        memory[(3 * Page) + 17] = 0;
        memory[(4 * Page) + 17] = 1;
        Assert.NotEqual(sum, Copy(memory, memory.Length));
    }

    [Fact]
    public void empty_memory_is_one_hole()
    {
        _ = Copy(new byte[64 * Page], 64 * Page);

        Assert.Equal(new byte[64 * Page], File.ReadAllBytes(path));
    }

    private uint Copy(byte[] memory, int cut)
    {
        using var target = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        RandomAccess.SetLength(target, memory.Length);
        var copy = new RamCopy(target);
        for (var at = 0; at < memory.Length; at += cut) copy.Take(at, memory.AsSpan(at, Math.Min(cut, memory.Length - at)));
        return copy.Sum;
    }
}
