using System.Text;
using Lobsterd.Domain.Images;
using Lobsterd.Domain.Setup;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Lobsterd.Tests.Fixtures.Kernels;
using Xunit;

namespace Lobsterd.Tests.Host.Images.Kernels;

public sealed class KernelStoreTests : IDisposable
{
    private readonly ImageStoreFixture fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => fixture.Dispose();

    [Theory]
    [InlineData("", "lib/modules")]
    [InlineData("", "usr/lib/modules")]
    [InlineData(".xz", "usr/lib/modules")]
    [InlineData(".zst", "lib/modules")]
    [InlineData(".gz", "lib/modules")]
    public async Task an_added_kernel_boots_with_its_modules_in_load_order(string packing, string modulesFolder)
    {
        var package = await KernelPackage.MakeAsync(fixture["package"], packing, modulesFolder);

        Assert.Equal(KernelPackage.Release, (await fixture.Kernels.AddAsync(package, Token)).Value);

        Assert.Equal(KernelPackage.Release, (await fixture.Kernels.NewestAsync(Token)).Value);
        var kernel = (await fixture.Kernels.CurrentAsync(Token)).Value;
        Assert.Equal("a kernel", File.ReadAllText(kernel.Kernel));
        var files = ReadInitramfs(kernel);
        Assert.Equal("first", Encoding.UTF8.GetString(files["init"].Content));
        Assert.Equal(
            ["virtio_ring.ko", "virtio.ko", "virtio_pci.ko", "virtio_mmio.ko", "virtio_blk.ko", "net-failover.ko", "virtio_net.ko", "virtio-rng.ko", "squashfs.ko", "overlay.ko"],
            Encoding.ASCII.GetString(files["modules.order"].Content).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(ElfFile.Module("license=GPL\0depends=net-failover,virtio\0name=virtio_net\0"), files["lib/modules/virtio_net.ko"].Content);
        Assert.Equal(0x2180u, files["dev/console"].Mode);
    }

    [Fact]
    public async Task the_files_of_a_kernel_are_roots_and_nobody_may_write_them()
    {
        var kernel = await AddedAsync();

        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(kernel.Kernel)!))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task a_new_guest_binary_gets_an_initramfs_of_its_own_and_the_one_before_stays()
    {
        var first = await AddedAsync();
        fixture.WriteGuest("second one");
        var second = (await fixture.Kernels.CurrentAsync(Token)).Value;
        fixture.WriteGuest("the third one");
        var third = (await fixture.Kernels.CurrentAsync(Token)).Value;

        Assert.Equal("the third one", Encoding.UTF8.GetString(ReadInitramfs(third)["init"].Content));
        Assert.True(File.Exists(second.Initramfs));
        Assert.False(File.Exists(first.Initramfs));
        Assert.Equal(first.Kernel, third.Kernel);
    }

    [Fact]
    public async Task adding_a_kernel_again_changes_nothing_and_repairs_what_is_damaged()
    {
        var package = await KernelPackage.MakeAsync(fixture["package"]);
        await fixture.Kernels.AddAsync(package, Token);
        var before = (await fixture.Kernels.CurrentAsync(Token)).Value;
        File.WriteAllText(before.Kernel, "half");
        Assert.Equal(ImageErrors.Damaged, (await fixture.Kernels.CurrentAsync(Token)).Error.Code);

        Assert.True((await fixture.Kernels.AddAsync(package, Token)).IsSuccess);

        Assert.Equal(before, (await fixture.Kernels.CurrentAsync(Token)).Value);
        Assert.Equal("a kernel", File.ReadAllText(before.Kernel));
    }

    [Fact]
    public async Task a_damaged_initramfs_is_made_anew()
    {
        var kernel = await AddedAsync();
        var whole = File.ReadAllBytes(kernel.Initramfs);
        File.WriteAllBytes(kernel.Initramfs, whole[..^4]);

        Assert.Equal(kernel, (await fixture.Kernels.CurrentAsync(Token)).Value);
        Assert.Equal(whole, File.ReadAllBytes(kernel.Initramfs));
    }

    [Fact]
    public async Task a_module_that_was_changed_goes_into_no_initramfs()
    {
        var kernel = await AddedAsync();
        var module = Path.Combine(Path.GetDirectoryName(kernel.Kernel)!, "overlay.ko");
        var bytes = File.ReadAllBytes(module);
        bytes[^1] ^= 1;
        File.WriteAllBytes(module, bytes);
        fixture.WriteGuest("another");

        Assert.Equal(ImageErrors.Damaged, (await fixture.Kernels.CurrentAsync(Token)).Error.Code);
    }

    [Fact]
    public async Task a_changed_manifest_is_damage()
    {
        var kernel = await AddedAsync();
        await File.AppendAllTextAsync(Path.Combine(Path.GetDirectoryName(kernel.Kernel)!, "kernel.json"), " ", Token);

        Assert.Equal(ImageErrors.Damaged, (await fixture.Kernels.CurrentAsync(Token)).Error.Code);
        Assert.Equal(ImageErrors.Damaged, (await fixture.Kernels.NewestAsync(Token)).Error.Code);
    }

    [Fact]
    public async Task the_kernel_that_was_added_last_is_booted_and_the_one_before_is_kept()
    {
        foreach (var number in (int[])[1, 2, 3])
            await fixture.Kernels.AddAsync(await KernelPackage.MakeAsync(fixture[$"package{number}"], kernel: $"kernel {number}"), Token);

        Assert.Equal("kernel 3", File.ReadAllText((await fixture.Kernels.CurrentAsync(Token)).Value.Kernel));
        Assert.Equal(2, Directory.GetDirectories(fixture.Paths.Kernels).Length);
    }

    [Fact]
    public async Task an_empty_store_has_no_kernel()
    {
        Assert.Null((await fixture.Kernels.NewestAsync(Token)).Value);
        Assert.Equal(ImageErrors.NoKernel, (await fixture.Kernels.CurrentAsync(Token)).Error.Code);
    }

    [Fact]
    public async Task without_the_guest_binary_there_is_no_initramfs()
    {
        await AddedAsync();
        File.Delete(fixture.GuestPath);

        Assert.Equal(ImageErrors.GuestMissing, (await fixture.Kernels.CurrentAsync(Token)).Error.Code);
    }

    [Fact]
    public async Task a_folder_that_is_no_kernel_package_is_refused_with_what_is_missing()
    {
        var package = await KernelPackage.MakeAsync(fixture["package"]);
        File.Delete(KernelPackage.PathOf(package, "overlay"));
        Assert.Contains("overlay", await RefusalAsync(package), StringComparison.Ordinal);

        File.WriteAllText(KernelPackage.PathOf(package, "overlay"), "no module");
        Assert.Contains("does not read as a module", await RefusalAsync(package), StringComparison.Ordinal);

        File.WriteAllBytes(KernelPackage.PathOf(package, "overlay"), ElfFile.Module("depends=squashfs\0"));
        File.WriteAllBytes(KernelPackage.PathOf(package, "squashfs"), ElfFile.Module("depends=overlay\0"));
        Assert.Contains("circle", await RefusalAsync(package), StringComparison.Ordinal);

        Directory.Delete(Path.Combine(package, "lib"), recursive: true);
        Assert.Contains("no modules", await RefusalAsync(package), StringComparison.Ordinal);

        File.WriteAllText(Path.Combine(package, "boot/vmlinuz-other"), "");
        Assert.Contains("2 kernels", await RefusalAsync(package), StringComparison.Ordinal);
        Assert.Contains("0 kernels", await RefusalAsync(fixture["nowhere"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_packed_module_that_is_no_archive_is_refused()
    {
        var package = await KernelPackage.MakeAsync(fixture["package"]);
        foreach (var packing in (string[])[".xz", ".zst", ".gz"])
        {
            foreach (var old in Directory.GetFiles(Path.GetDirectoryName(KernelPackage.PathOf(package, "overlay"))!, "overlay.ko*")) File.Delete(old);
            File.WriteAllText(KernelPackage.PathOf(package, "overlay") + packing, "no archive");

            _ = await RefusalAsync(package);
        }
    }

    [Fact]
    public async Task boot_files_are_the_image_with_the_current_kernel()
    {
        var kernel = await AddedAsync();
        var image = (await fixture.Store.BuildAsync("minimal", fixture.Silent, Token)).Value;

        var files = (await fixture.Store.BootFilesAsync(image.Hash, Token)).Value;

        Assert.Equal(new BootFiles(kernel.Kernel, kernel.Initramfs, fixture.FileOf(image.Hash), KernelPackage.Release) { Vmlinux = kernel.Vmlinux }, files);
    }

    [Fact]
    public async Task the_distributions_kernel_is_taken_in_and_cpio_reads_its_initramfs()
    {
        var package = Path.Combine(RepositoryRoot.Path, "artifacts/kernel/current");
        Assert.True((await fixture.Kernels.AddAsync(package, Token)).IsSuccess, "build/kernel fetches it");

        var kernel = (await fixture.Kernels.CurrentAsync(Token)).Value;
        var plain = Vmlinux.Read(await File.ReadAllBytesAsync(kernel.Vmlinux!, Token))!;
        Assert.Equal((kernel.Release, true), (plain.Release, plain.HasPvhEntry));
        var modules = Encoding.ASCII.GetString(ReadInitramfs(kernel)["modules.order"].Content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Directory.CreateDirectory(fixture["unpacked"]);
        _ = await RunAsync("/bin/sh", "-c", $"cd {fixture["unpacked"]} && cpio --quiet -id < {kernel.Initramfs}");
        foreach (var (module, position) in modules.Select((module, position) => (module, position)))
        {
            var depends = (await RunAsync("/sbin/modinfo", "-F", "depends", fixture["unpacked/lib/modules/" + module])).Trim();
            foreach (var needed in depends.Split(',', StringSplitOptions.RemoveEmptyEntries))
                Assert.Contains(needed, modules.Take(position).Select(each => Path.GetFileNameWithoutExtension(each).Replace('-', '_')));
        }

        Assert.Contains("virtio_blk.ko", modules);
        Assert.Equal("first", File.ReadAllText(fixture["unpacked/init"]));
    }

    private async Task<StoredKernel> AddedAsync()
    {
        Assert.True((await fixture.Kernels.AddAsync(await KernelPackage.MakeAsync(fixture["package"]), Token)).IsSuccess);
        return (await fixture.Kernels.CurrentAsync(Token)).Value;
    }

    private async Task<string> RefusalAsync(string package)
    {
        var error = (await fixture.Kernels.AddAsync(package, Token)).Error;
        Assert.Equal(SetupErrors.KernelUnusable, error.Code);
        return error.FullMessage;
    }

    private static Dictionary<string, CpioReader.Entry> ReadInitramfs(StoredKernel kernel) =>
        CpioReader.Read(File.ReadAllBytes(kernel.Initramfs)).ToDictionary(entry => entry.Name);

    private static async Task<string> RunAsync(string program, params string[] arguments) =>
        (await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(
            new ProgramInput { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(30) }, Token)).Value.Output;
}
