using Lobsterd.Domain.Images;
using Lobsterd.Domain.Setup;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures.Kernels;
using Xunit;

namespace Lobsterd.Tests.Host.Images.Kernels;

public sealed class KernelUnpackingTests : IDisposable
{
    private readonly ImageStoreFixture fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("/usr/bin/gzip", "-c")]
    [InlineData("/usr/bin/xz", "-c --check=crc32")]
    [InlineData("/usr/bin/xz", "-c --format=lzma")]
    [InlineData("/usr/bin/zstd", "-c")]
    [InlineData("/usr/bin/lz4", "-lc")]
    [InlineData("/usr/bin/bzip2", "-c")]
    public async Task a_boot_image_is_kept_with_its_kernel_unpacked(string packer, string arguments)
    {
        var plain = BootImage.Vmlinux();
        var file = fixture["vmlinuz"];
        await File.WriteAllBytesAsync(file, BootImage.Around(await PackAsync(packer, arguments, plain), plain.Length, packer.EndsWith("gzip", StringComparison.Ordinal)), Token);

        Assert.Equal(BootImage.Release, (await fixture.Kernels.AddAsync(file, Token)).Value);

        var kernel = (await fixture.Kernels.CurrentAsync(Token)).Value;
        Assert.Equal(plain, await File.ReadAllBytesAsync(kernel.Vmlinux!, Token));
        Assert.Equal(await File.ReadAllBytesAsync(file, Token), await File.ReadAllBytesAsync(kernel.Kernel, Token));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(kernel.Vmlinux!));
    }

    [Fact]
    public async Task a_kernel_that_unpacks_to_more_than_its_image_says_is_refused()
    {
        var plain = BootImage.Vmlinux();
        var bomb = await PackAsync("/usr/bin/xz", "-c", [.. plain, .. new byte[64 << 20]]);
        await File.WriteAllBytesAsync(fixture["bomb"], BootImage.Around(bomb, plain.Length), Token);

        var refused = (await fixture.Kernels.AddAsync(fixture["bomb"], Token)).Error;

        Assert.Equal(SetupErrors.KernelUnusable, refused.Code);
        Assert.Contains("could not be unpacked", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_uncompressed_kernel_is_kept_once_and_boots_both_ways()
    {
        await File.WriteAllBytesAsync(fixture["vmlinux"], BootImage.Vmlinux(), Token);

        Assert.True((await fixture.Kernels.AddAsync(fixture["vmlinux"], Token)).IsSuccess);

        var kernel = (await fixture.Kernels.CurrentAsync(Token)).Value;
        Assert.Equal(kernel.Kernel, kernel.Vmlinux);
    }

    [Fact]
    public async Task a_kernel_whose_neighbouring_configuration_lacks_an_option_is_refused_by_its_name()
    {
        await File.WriteAllBytesAsync(fixture["vmlinux"], BootImage.Vmlinux(), Token);
        await File.WriteAllTextAsync(fixture["vmlinux.config"], "CONFIG_EXT4_FS=y\nCONFIG_VIRTIO_MMIO=m\n", Token);

        var refused = (await fixture.Kernels.AddAsync(fixture["vmlinux"], Token)).Error;

        Assert.Equal(SetupErrors.KernelUnusable, refused.Code);
        Assert.Contains("CONFIG_VIRTIO_MMIO=y", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("EXT4", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing of a kernel")]
    [InlineData("")]
    public async Task a_file_that_is_no_kernel_is_refused(string content)
    {
        await File.WriteAllTextAsync(fixture["file"], content, Token);

        Assert.Equal(SetupErrors.KernelUnusable, (await fixture.Kernels.AddAsync(fixture["file"], Token)).Error.Code);
        Assert.Equal(SetupErrors.KernelUnusable, (await fixture.Kernels.AddAsync(fixture["nowhere"], Token)).Error.Code);
    }

    [Fact]
    public async Task kernels_are_listed_and_all_but_the_current_one_can_be_removed()
    {
        await File.WriteAllBytesAsync(fixture["first"], BootImage.Vmlinux(), Token);
        await File.WriteAllBytesAsync(fixture["second"], BootImage.Vmlinux(hasPvh: false), Token);
        _ = (await fixture.Kernels.AddAsync(fixture["first"], Token)).Value;
        _ = (await fixture.Kernels.AddAsync(fixture["second"], Token)).Value;
        var all = (await fixture.Kernels.ListKernelsAsync(Token)).Value;
        Assert.Equal([true, false], all.Select(kernel => kernel.IsCurrent));

        Assert.Equal(ImageErrors.KernelUnknown, (await fixture.Kernels.RemoveKernelAsync(BootImage.Release, Token)).Error.Code);
        Assert.Equal(ImageErrors.KernelCurrent, (await fixture.Kernels.RemoveKernelAsync(all[0].Hash, Token)).Error.Code);
        Assert.Equal(all[1], (await fixture.Kernels.RemoveKernelAsync(all[1].Hash[..12], Token)).Value);

        Assert.Equal([all[0]], (await fixture.Kernels.ListKernelsAsync(Token)).Value);
        Assert.Equal(ImageErrors.KernelUnknown, (await fixture.Kernels.RemoveKernelAsync(all[1].Hash, Token)).Error.Code);
    }

    private static async Task<byte[]> PackAsync(string program, string arguments, byte[] plain)
    {
        using var output = Memfd.Create("packed").Value;
        var input = new ProgramInput
        {
            Program = program,
            Arguments = arguments.Split(' '),
            StandardInput = plain,
            StandardOutputFile = output,
            Timeout = TimeSpan.FromSeconds(60),
        };
        Assert.True((await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(input, Token)).IsSuccess);
        return await File.ReadAllBytesAsync($"/proc/self/fd/{output.Number}", Token);
    }
}
