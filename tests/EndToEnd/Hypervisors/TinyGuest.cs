using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Images;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;

namespace Lobsterd.Tests.EndToEnd.Hypervisors;

/// <summary>The smallest guest that shows what a driver does: it counts in memory, on its disk and on its console.</summary>
internal sealed class TinyGuest(string folder) : IImages
{
    internal const string Hash = "0000000000000000000000000000000000000000000000000000000000000001";

    private static readonly string[] Modules =
        ["virtio_ring", "virtio", "virtio_mmio", "failover", "net_failover", "virtio_net", "virtio_blk", "rng-core", "virtio-rng", "virtio_rng"];

    private const string Init = """
        #!/bin/busybox sh
        b=/bin/busybox
        $b mount -t proc p /proc; $b mount -t devtmpfs d /dev
        for m in /m/*; do $b insmod $m; done
        until [ -b /dev/vda -a -b /dev/vdb ]; do $b usleep 10000; done
        $b mount -t ext4 /dev/vda /mnt 2>/dev/null || $b mount -t ext4 /dev/vdb /mnt
        $b ip link set eth0 up
        n=0
        echo up > /dev/ttyS0
        while :; do n=$((n+1)); echo $n >> /mnt/count; $b sync; echo tick $n > /dev/ttyS0; $b usleep 20000; done
        """;

    internal async Task BuildAsync(CancellationToken cancellationToken)
    {
        var tree = KernelTree.Open(Path.Combine(RepositoryRoot.Path, "artifacts/kernel/current")).Value;
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (module, i) in Modules.Select((module, i) => (module, i)))
            if (tree.PathOf(module) is { } path) files[$"m/{i:00}.ko"] = await File.ReadAllBytesAsync(path, cancellationToken);

        const UnixFileMode All = (UnixFileMode)0x1ED;
        await using var output = File.Create(Initramfs);
        var cpio = new CpioWriter(output);
        foreach (var name in new[] { "bin", "proc", "dev", "mnt", "m" }) cpio.WriteDirectory(name, All);
        cpio.WriteCharacterDevice("dev/console", All, 5, 1);
        cpio.WriteFile("bin/busybox", All, await File.ReadAllBytesAsync("/usr/bin/busybox", cancellationToken));
        cpio.WriteFile("init", All, Encoding.UTF8.GetBytes(Init));
        foreach (var (name, content) in files) cpio.WriteFile(name, All, content);
        cpio.Finish();

        await File.WriteAllBytesAsync(Image, new byte[1 << 20], cancellationToken);
        await File.WriteAllBytesAsync(Empty, [], cancellationToken);
        using (var disk = File.OpenHandle(Empty, FileMode.Open, FileAccess.Write)) RandomAccess.SetLength(disk, 64 << 20);
        _ = (await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(
            new ProgramInput { Program = "/usr/sbin/mkfs.ext4", Arguments = ["-q", "-F", Empty], Timeout = TimeSpan.FromSeconds(30) }, cancellationToken)).Value;
        kernel = tree.Kernel;
        release = tree.Release;
    }

    internal string Empty => Path.Combine(folder, "empty.ext4");
    internal string Initramfs => Path.Combine(folder, "initramfs");
    private string Image => Path.Combine(folder, "image");
    private string kernel = "";
    private string release = "";

    public Task<Result<BootFiles, LobsterError>> BootFilesAsync(string hash, CancellationToken cancellationToken) =>
        Task.FromResult(Result.Success<BootFiles, LobsterError>(new BootFiles(kernel, Initramfs, Image, release)));

    public Task<Result<IReadOnlyList<Image>, LobsterError>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<Result<Image, LobsterError>> FindAsync(string nameOrHash, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<Result<Image, LobsterError>> BuildAsync(string recipe, IProgress<string> progress, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<Result<Image, LobsterError>> VerifyAsync(string hash, CancellationToken cancellationToken) => throw new NotSupportedException();
    public Task<UnitResult<LobsterError>> RemoveAsync(string hash, CancellationToken cancellationToken) => throw new NotSupportedException();
}
