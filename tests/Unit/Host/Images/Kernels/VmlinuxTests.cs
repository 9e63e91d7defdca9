using System.IO.Compression;
using System.Text;
using CsCheck;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Tests.Fixtures.Kernels;
using Xunit;

namespace Lobsterd.Tests.Unit.Host.Images.Kernels;

public sealed class VmlinuxTests
{
    private const string Enough = """
        CONFIG_ACPI=y
        CONFIG_BLK_DEV_INITRD=y
        CONFIG_DEVTMPFS=y
        CONFIG_INET=y
        CONFIG_PCI=y
        CONFIG_PROC_FS=y
        CONFIG_SQUASHFS_ZSTD=y
        CONFIG_SYSFS=y
        CONFIG_TMPFS=y
        CONFIG_UNIX=y
        CONFIG_EXT4_FS=y
        CONFIG_HW_RANDOM_VIRTIO=y
        CONFIG_OVERLAY_FS=m
        CONFIG_SQUASHFS=y
        CONFIG_VIRTIO_BLK=y
        CONFIG_VIRTIO_MMIO=y
        # CONFIG_KVM_GUEST is not set
        CONFIG_VIRTIO_NET=y
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void a_kernel_tells_its_release_and_whether_it_has_a_pvh_entry(bool hasPvh)
    {
        var kernel = Vmlinux.Read(BootImage.Vmlinux(hasPvh))!;

        Assert.Equal(hasPvh, kernel.HasPvhEntry);
        Assert.Equal(BootImage.Release, kernel.Release);
        Assert.Null(kernel.Config);
    }

    [Fact]
    public void an_embedded_configuration_tells_what_a_guest_would_miss()
    {
        var config = Vmlinux.Read(BootImage.Vmlinux(packedConfig: Gzip(Enough.Replace("CONFIG_VIRTIO_MMIO=y", "", StringComparison.Ordinal))))!.Config!;

        Assert.Equal(["CONFIG_OVERLAY_FS=y", "CONFIG_VIRTIO_MMIO=y"], config.FindMissing(hasModules: false));
        Assert.Equal(["CONFIG_VIRTIO_MMIO"], config.FindMissing(hasModules: true));
        Assert.Empty(KernelConfig.Parse(Enough).FindMissing(hasModules: true));
    }

    [Theory]
    [InlineData(4, 1)]      // 32-bit
    [InlineData(5, 2)]      // big-endian
    [InlineData(16, 1)]     // an object file
    [InlineData(18, 183)]   // another machine
    [InlineData(54, 55)]    // entries of another size
    [InlineData(56, 0)]     // no segment
    [InlineData(33, 255)]   // entries beyond the end
    [InlineData(97, 255)]   // a segment longer than the file
    public void one_wrong_byte_of_the_header_makes_it_no_kernel(int at, byte value)
    {
        var file = BootImage.Vmlinux();
        file[at] = value;

        Assert.Null(Vmlinux.Read(file));
    }

    [Fact]
    public void no_bytes_at_all_make_the_readers_fail()
    {
        var whole = BootImage.Vmlinux(packedConfig: Gzip(Enough));
        var image = BootImage.Around(Gzip("x"), 1, hasOwnSize: true);
        Gen.Select(Gen.Bool, Gen.Int[0, 400], Gen.Byte, Gen.Int[0, 2_000]).Sample((isElf, at, value, length) =>
        {
            var file = (isElf ? whole : image).ToArray();
            file[isElf ? at : 0x1F0 + (at % 0x100)] = value;
            _ = Vmlinux.Read(file.AsSpan(0, Math.Min(length, file.Length)));
            _ = BzImage.Read(file);
            _ = Vmlinux.Read(file);
        });
    }

    [Fact]
    public void a_boot_image_tells_where_its_kernel_is_and_how_it_is_packed()
    {
        var packed = Gzip("the kernel");

        var image = BzImage.Read(BootImage.Around(packed, 10, hasOwnSize: true))!;

        Assert.Equal("gzip", image.Packing!.Name);
        Assert.Equal(BootImage.Release, image.Release);
        Assert.Equal(10, image.UnpackedBytes);
        Assert.Equal(packed, BootImage.Around(packed, 10, hasOwnSize: true)[image.Payload]);
    }

    private static byte[] Gzip(string text)
    {
        using var output = new MemoryStream();
        using (var packer = new GZipStream(output, CompressionLevel.Fastest)) packer.Write(Encoding.ASCII.GetBytes(text));
        return output.ToArray();
    }
}
