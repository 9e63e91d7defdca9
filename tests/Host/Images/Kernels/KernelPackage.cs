using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures.Kernels;
using Xunit;

namespace Lobsterd.Tests.Host.Images.Kernels;

/// <summary>Makes folders that look like unpacked kernel packages, with modules of the test's choice.</summary>
internal static class KernelPackage
{
    public const string Release = "6.1.0-test-amd64";

    /// <summary>A kernel in which everything is a module but ext4.</summary>
    public static async Task<string> MakeAsync(string folder, string packing = "", string modulesFolder = "lib/modules", string kernel = "a kernel")
    {
        Directory.CreateDirectory(Path.Combine(folder, "boot"));
        File.WriteAllText(Path.Combine(folder, "boot/vmlinuz-" + Release), kernel);
        var modules = Directory.CreateDirectory(Path.Combine(folder, modulesFolder, Release, "kernel/drivers")).FullName;
        File.WriteAllText(Path.Combine(modules, "../../modules.builtin"), "kernel/fs/ext4/ext4.ko\nkernel/lib/crc16.ko\n");
        await AddAsync(modules, "virtio_ring", "", packing);
        await AddAsync(modules, "virtio", "virtio_ring", packing);
        await AddAsync(modules, "virtio_pci", "virtio_ring,virtio", packing);
        await AddAsync(modules, "virtio_mmio", "virtio,virtio_ring", packing);
        await AddAsync(modules, "virtio_blk", "virtio,virtio_ring", packing);
        await AddAsync(modules, "net-failover", "", packing);
        await AddAsync(modules, "virtio_net", "net-failover,virtio", packing);
        await AddAsync(modules, "virtio-rng", "virtio", packing);
        await AddAsync(modules, "squashfs", "crc16", packing);
        await AddAsync(modules, "overlay", "", packing);
        await AddAsync(modules, "unneeded", "", packing);
        return folder;
    }

    public static string PathOf(string folder, string module) => Path.Combine(folder, "lib/modules", Release, "kernel/drivers", module + ".ko");

    private static async Task AddAsync(string folder, string name, string depends, string packing)
    {
        var path = Path.Combine(folder, name + ".ko");
        File.WriteAllBytes(path, ElfFile.Module($"license=GPL\0depends={depends}\0name={name.Replace('-', '_')}\0"));
        var program = packing switch { ".xz" => "/usr/bin/xz", ".zst" => "/usr/bin/zstd", ".gz" => "/usr/bin/gzip", _ => null };
        if (program is null) return;
        string[] arguments = packing == ".zst" ? ["-q", "--rm", path] : [path];
        var input = new ProgramInput { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(20) };
        Assert.True((await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(input, TestContext.Current.CancellationToken)).IsSuccess);
    }
}
