using System.Globalization;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Host.Images;
using Lobsterd.Host.Images.Building;
using Lobsterd.Host.Images.Kernels;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Jails;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Tun;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Images;

/// <summary>Prints what an image's compression costs: its size, packing it, and reading the guest binary out of it in a VM. It is what
/// docs/decisions/0051-image-compression.md rests on. Nothing is asserted of times: they are the host's.</summary>
[Trait("Speed", "Proof")]
public sealed class CompressionCostTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    private static readonly (string Name, string[] Arguments)[] Packings =
    [
        ("none", ["-comp", "gzip", "-noI", "-noD", "-noF", "-noX"]),
        ("lz4 hc", ["-comp", "lz4", "-Xhc"]),
        ("gzip", ["-comp", "gzip"]),
        ("zstd 1", ["-comp", "zstd", "-Xcompression-level", "1"]),
        ("zstd 9", ["-comp", "zstd", "-Xcompression-level", "9"]),    // what the product does
        ("zstd 15", ["-comp", "zstd", "-Xcompression-level", "15"]),
        ("xz", ["-comp", "xz"]),
    ];

    private readonly ITestOutputHelper output;
    private readonly ScratchFolder scratch = new();
    private readonly ProgramRunner programs = new(TimeProvider.System);
    private readonly LobsterdPaths paths;
    private readonly PackedImages images;
    private readonly CgroupTree cgroups;
    private readonly VmOwner owner = new(Guid.CreateVersion7(), TenantName.Parse("reader").Value, new Slot(900));

    public CompressionCostTests(ITestOutputHelper output)
    {
        this.output = output;
        paths = new LobsterdPaths(scratch.Path);
        images = new PackedImages(scratch.Path);
        cgroups = new CgroupTree(CgroupHierarchies.Find().Value, paths.Instance.Name);
        _ = Directory.CreateDirectory(paths.Run);
        _ = Directory.CreateDirectory(paths.State);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Assert.True(cgroups.Remove().IsSuccess);
        scratch.Dispose();
    }

    [Fact]
    public async Task each_compression_is_packed_read_in_a_vm_and_shown()
    {
        await images.BuildAsync(Stop);
        await UnpackMinimalAsync();
        var packed = new Dictionary<string, double>();
        foreach (var (name, arguments) in Packings) packed[name] = await PackAsync(name, arguments);

        var read = new Dictionary<string, Reading>();
        foreach (var (name, _) in Packings) read[name] = await ReadAsync(name);

        output.WriteLine("image minimal in TCG, one boot each");
        output.WriteLine("packing   KiB   packed in s   guest reads it in s   QEMU's CPU until then in s   KiB of it in the host's page cache");
        foreach (var (name, _) in Packings)
        {
            var kibibytes = new FileInfo(images.FileOf(name)).Length >> 10;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-8} {kibibytes,6} {packed[name],8:0.00} {read[name].GuestSeconds,8:0.00} {read[name].CpuSeconds,8:0.00} {read[name].CachedBytes / 1024,8:0}"));
        }

        Assert.All(read.Values, one => Assert.Equal(new FileInfo(PublishedBinaries.Guest).Length, one.Bytes));
    }

    private async Task UnpackMinimalAsync()
    {
        var guest = new GuestBinary(PublishedBinaries.Guest);
        using var kernels = new KernelStore(paths, guest, programs);
        using var store = new ImageStore(
            paths, new ImagesConfig { Recipes = Path.Combine(RepositoryRoot.Path, "images") }, kernels, new ImageTools(guest, new BuildPrograms(), TimeProvider.System));
        var image = (await store.BuildAsync("minimal", new Progress<string>(), Stop)).Value;
        _ = await RunAsync("/usr/bin/unsquashfs", "-quiet", "-no-progress", "-d", scratch["tree"], Path.Combine(paths.Images, image.Hash + ".squashfs"));
    }

    private async Task<double> PackAsync(string name, string[] arguments)
    {
        var began = TimeProvider.System.GetTimestamp();
        _ = await RunAsync("/usr/bin/mksquashfs", [scratch["tree"], images.FileOf(name), "-b", "128K", "-no-xattrs", "-quiet", "-no-progress", .. arguments]);
        return TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private async Task<Reading> ReadAsync(string name)
    {
        var image = images.FileOf(name);
        _ = await RunAsync("/bin/dd", "if=" + image, "iflag=nocache", "count=0", "status=none");    // out of the page cache
        var disk = scratch["disk"];
        await File.WriteAllBytesAsync(disk, new byte[1 << 20], Stop);
        using var route = RtNetlink.Open().Value;
        Assert.True(Tap.Create(NetworkPlan.TapOf(owner.Slot), paths.Instance.UidOf(owner.Slot)).IsSuccess);
        await using var driver = new QemuHypervisor(
            paths, new HypervisorConfig(), images, new VmJail(paths, cgroups, PublishedBinaries.Launcher, TimeProvider.System), TimeProvider.System);
        try
        {
            _ = (await driver.BootAsync(new BootVmInput { Owner = owner, Size = new VmSize(1, 128), Image = name, OverlayPath = disk }, Stop)).Value;
            var words = (await SaidAsync()).Split(' ');
            var stats = (await driver.StatsAsync(owner, Stop)).Value;
            var cached = double.Parse(await RunAsync("/usr/bin/fincore", "--bytes", "--noheadings", "--output", "RES", image), CultureInfo.InvariantCulture);
            double Seconds(int word) => double.Parse(words[word], CultureInfo.InvariantCulture);
            return new Reading(Seconds(1) - Seconds(0), stats.CpuTime.TotalSeconds, cached, long.Parse(words[2], CultureInfo.InvariantCulture));
        }
        finally
        {
            Assert.True((await driver.KillAsync(owner, CancellationToken.None)).IsSuccess);
            Assert.True(route.Apply(new RtBatch().DeleteLink(RtNetlink.IndexOf(NetworkPlan.TapOf(owner.Slot)).Value)).IsSuccess);
        }
    }

    private async Task<string> SaidAsync()
    {
        var console = Path.Combine(paths.VmOf(owner.Name), JailFiles.Console);
        using var bound = new CancellationTokenSource(Longest, TimeProvider.System);
        while (true)
        {
            var lines = File.Exists(console) ? (await File.ReadAllTextAsync(console, Stop)).Split('\n')[..^1] : [];
            if (lines.FirstOrDefault(line => line.StartsWith(PackedImages.Reading, StringComparison.Ordinal)) is { } found)
                return found[PackedImages.Reading.Length..].Trim();
            await Task.Delay(Look, TimeProvider.System, bound.Token);
        }
    }

    private async Task<string> RunAsync(string program, params string[] arguments) =>
        (await programs.RunToSuccessAsync(new ProgramInput { Program = program, Arguments = arguments, Timeout = Longest }, Stop)).Value.Output;

    private sealed record Reading(double GuestSeconds, double CpuSeconds, double CachedBytes, long Bytes);
}
