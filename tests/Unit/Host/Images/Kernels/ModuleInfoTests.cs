using CsCheck;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Tests.Fixtures.Kernels;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Images.Kernels;

public sealed class ModuleInfoTests
{
    [Fact]
    public void a_module_names_what_it_depends_on() =>
        Assert.Equal(["net_failover", "virtio", "virtio_ring"], Read("license=GPL\0depends=net-failover,virtio,virtio_ring\0name=virtio_net\0")?.DependsOn);

    [Fact]
    public void a_module_may_depend_on_nothing() => Assert.Empty(Read("depends=\0retpoline=Y\0")!.DependsOn);

    [Theory]
    [InlineData("license=GPL\0")]
    [InlineData("")]
    [InlineData("depends=../../etc/passwd;\0")]
    [InlineData("depends=a b\0")]
    public void a_section_that_tells_nothing_sane_is_no_module(string modinfo) => Assert.Null(Read(modinfo));

    [Theory]
    [InlineData("virtio-rng.ko", "virtio_rng")]
    [InlineData("/lib/modules/kernel/drivers/virtio/virtio_pci.ko.xz", "virtio_pci")]
    [InlineData("kernel/fs/ext4/ext4.ko", "ext4")]
    [InlineData("overlay", "overlay")]
    public void names_are_the_kernels(string path, string name) => Assert.Equal(name, ModuleInfo.NameOf(path));

    [Fact]
    public void bytes_that_are_no_module_are_refused_and_nothing_is_read_beyond_them() =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Int[0, 400], Gen.Bool).Sample((noise, cut, isMutated) =>
        {
            var file = isMutated ? ElfFile.Module("depends=virtio\0") : noise;
            if (isMutated)
                foreach (var (value, i) in noise.Take(6).Select((value, i) => (value, i)))
                    file[(value * 7 * (i + 1)) % file.Length] = noise[^(i + 1)];
            _ = ModuleInfo.Read(file.AsSpan(0, Math.Min(cut, file.Length)));
            _ = ModuleInfo.Read(file);
        });

    private static ModuleInfo? Read(string modinfo) => ModuleInfo.Read(ElfFile.Module(modinfo));
}
