using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Tests.Fixtures;

namespace Lobsterd.Tests.EndToEnd.Images;

/// <summary>Images whose guest reads the whole guest binary out of its squashfs, says how long that took, and does nothing more.</summary>
internal sealed class PackedImages(string folder) : IImages
{
    internal const string Reading = "reading ";

    private static readonly string[] Modules =
        ["virtio_ring", "virtio", "virtio_mmio", "failover", "net_failover", "virtio_net", "virtio_blk", "rng-core", "virtio-rng", "virtio_rng", "squashfs"];

    private const string Init = """
        #!/bin/busybox sh
        b=/bin/busybox
        $b mount -t proc p /proc; $b mount -t devtmpfs d /dev
        for m in /m/*; do $b insmod $m; done
        until [ -b /dev/vda -a -b /dev/vdb ]; do $b usleep 10000; done
        began=$($b cut -d' ' -f1 /proc/uptime)
        $b mount -t squashfs -o ro /dev/vda /mnt 2>/dev/null || $b mount -t squashfs -o ro /dev/vdb /mnt
        bytes=$($b cat /mnt/usr/lib/lobsterd/lobsterd-guest | $b wc -c)
        ended=$($b cut -d' ' -f1 /proc/uptime)
        echo reading $began $ended $bytes > /dev/ttyS0
        while :; do $b sleep 60; done
        """;

    private string kernel = "";
    private string release = "";

    private string Initramfs => Path.Combine(folder, "initramfs");

    internal string FileOf(string packing) => Path.Combine(folder, packing + ".squashfs");

    internal async Task BuildAsync(CancellationToken cancellationToken)
    {
        var tree = KernelTree.Open(Path.Combine(RepositoryRoot.Path, "artifacts/kernel/current")).Value;
        const UnixFileMode All = (UnixFileMode)0x1ED;
        await using var output = File.Create(Initramfs);
        var cpio = new CpioWriter(output);
        foreach (var name in new[] { "bin", "proc", "dev", "mnt", "m" }) cpio.WriteDirectory(name, All);
        cpio.WriteCharacterDevice("dev/console", All, 5, 1);
        cpio.WriteFile("bin/busybox", All, await File.ReadAllBytesAsync("/usr/bin/busybox", cancellationToken));
        cpio.WriteFile("init", All, Encoding.UTF8.GetBytes(Init));
        foreach (var (module, i) in Modules.Select((module, i) => (module, i)))
            if (tree.PathOf(module) is { } path) cpio.WriteFile($"m/{i:00}.ko", All, await File.ReadAllBytesAsync(path, cancellationToken));
        cpio.Finish();
        (kernel, release) = (tree.Kernel, tree.Release);
    }

    public Task<Result<BootFiles, LobsterError>> BootFilesAsync(string hash, CancellationToken cancellationToken) =>
        Task.FromResult(Result.Success<BootFiles, LobsterError>(new BootFiles(kernel, Initramfs, FileOf(hash), release)));

    public Task<Result<IReadOnlyList<Image>, LobsterError>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<Result<Image, LobsterError>> FindAsync(string nameOrHash, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<Result<Image, LobsterError>> BuildAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<Result<Image, LobsterError>> VerifyAsync(string hash, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<UnitResult<LobsterError>> RemoveAsync(string hash, CancellationToken cancellationToken) => throw new NotSupportedException();
}
