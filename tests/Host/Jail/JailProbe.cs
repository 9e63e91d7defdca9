using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Processes;
using Lobsterd.Linux.Tun;
using Lobsterd.Linux.UnixSockets;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Jail;

/// <summary>A host with all that a VMM must not reach, and a probe that is started in place of a QEMU: in its jail, with its descriptors and its limits.</summary>
internal sealed class JailProbe : IDisposable
{
    /// <summary>Said after all tries.</summary>
    internal const string End = "see end .";

    // The jailer starts nothing whose name does not hold "firecracker".
    private const string JailersName = "firecracker-probe";
    private const int OpenFiles = 1024;
    private const long OverlayBytes = 1 << 20;

    private static readonly QemuHost Qemu = new("/usr/bin/qemu-system-x86_64", new QemuVersion(7, 2, 22), QemuAccelerator.Tcg, 1, "any");

    private readonly List<IDisposable> opened = [];
    private readonly List<string> taps = [];
    private readonly JailHouse house;
    private readonly string program;
    private readonly IReadOnlyList<string> files;
    private readonly string serviceSocket;
    private readonly string abstractName = $"lobsterd-probed-{Environment.ProcessId}";
    private readonly int port;

    private JailProbe(JailHouse house, VmOwner neighbour)
    {
        (this.house, Neighbour) = (house, neighbour);
        program = Path.Combine(house.Paths.State, "bin", JailersName);
        serviceSocket = house.Paths.ServiceSocket;
        files =
        [
            "/etc/passwd", "/etc/shadow", "/proc/sys/kernel/core_pattern", "/sys/fs/cgroup", house.Paths.Registry, house.Paths.Jails,
            house.Paths.OverlayOf(neighbour.Name), house.Paths.OverlayOf(house.Owner.Name), Path.Combine(house.Paths.VmOf(neighbour.Name), "vm.json"),
            Path.Combine(house.RunFolder, "vm.json"), Image,
        ];
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        opened.Add(listener);
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The tenant next door.</summary>
    internal VmOwner Neighbour { get; }

    /// <summary>The image that both have mounted.</summary>
    internal string Image => Path.Combine(house.Paths.State, "image");

    /// <summary>Furnishes the house and compiles the probe.</summary>
    internal static async Task<JailProbe> StartAsync(JailHouse house)
    {
        var probe = new JailProbe(house, new VmOwner(Guid.CreateVersion7(), TenantName.Parse("neighbour").Value, new Slot(8)));
        await probe.CompileAsync();
        probe.Furnish();
        return probe;
    }

    /// <summary>What starts it in its jail.</summary>
    internal JailInput Input(params string[] words)
    {
        var real = QemuJail.Input(house.Jail.PlaceOf(house.Owner), Qemu, new VmSize(1, 64), [.. Words(), .. words], Descriptors(), OverlayBytes);
        return real with { Program = real.Program with { Path = program, Modules = [real.Program.Path, .. real.Program.Modules] } };
    }

    /// <summary>What starts it in a jailer's jail in place of Firecracker; the jail is furnished as that driver does it.</summary>
    internal JailerInput JailerInput(params string[] words)
    {
        var (size, user) = (new VmSize(1, 64), house.UserId);
        var folder = new JailerFolder(house.Paths, house.Owner, JailersName);
        var furnished = folder.Create()
            .Bind(() => folder.Share(Image, "image"))
            .Bind(() => folder.Give(house.Paths.OverlayOf(house.Owner.Name), "overlay"));
        Assert.True(furnished.IsSuccess, furnished.IsFailure ? furnished.Error.FullMessage : "");
        var arguments = new JailerArguments(folder.Id, program, house.Paths.Jails, user, OpenFiles, FirecrackerOverhead.LargestFile(size, OverlayBytes)).ToList();
        return new JailerInput
        {
            Owner = house.Owner,
            Jailer = PublishedBinaries.Jailer,
            Arguments = [.. arguments, .. Words(), "image=/image", "overlay=/overlay", $"owntap={taps[0]}", .. words],
            PidFile = folder.PidFile,
            Limits = FirecrackerOverhead.Limits(size),
        };
    }

    /// <summary>What starts a QEMU of the neighbour's with the image that both have.</summary>
    /// <param name="arguments">How it has its disk.</param>
    internal JailInput NeighboursQemu(IReadOnlyList<string> arguments)
    {
        var image = Keep(Fd.Open(Image, OpenFlags.ReadOnly).Value);
        return QemuJail.Input(house.Jail.PlaceOf(Neighbour), Qemu, new VmSize(1, 64), arguments, [new(QemuDescriptors.Image, image)], OverlayBytes);
    }

    /// <summary>Runs it as root and without a jail, but for what would hurt.</summary>
    internal async Task<IReadOnlyList<string>> RunFreeAsync(CancellationToken cancellationToken)
    {
        var input = new ProgramInput { Program = program, Arguments = [.. Words(), "harmless"], Timeout = TimeSpan.FromSeconds(20) };
        return (await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(input, cancellationToken)).Value.Output.Split('\n');
    }

    public void Dispose()
    {
        foreach (var thing in opened) thing.Dispose();
        using var netlink = RtNetlink.Open().Value;
        foreach (var tap in taps) Assert.True(netlink.Apply(new RtBatch().DeleteLink(RtNetlink.IndexOf(tap).Value)).IsSuccess);
    }

    private async Task CompileAsync()
    {
        // The stand-in of the jailer shows what its machine needs to whatever it starts, unless it is told that there is none.
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(program)!).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "standin.json"), "{\"machine\":\"none\"}", TestContext.Current.CancellationToken);
        var source = Path.Combine(RepositoryRoot.Path, "tests", "Host", "Jail", "Probe", "probe.c");
        var input = new ProgramInput { Program = "/usr/bin/clang", Arguments = ["-static", "-O1", "-Wall", "-Werror", "-o", program, source], Timeout = TimeSpan.FromSeconds(60) };
        var compiled = await new ProgramRunner(TimeProvider.System).RunToSuccessAsync(input, TestContext.Current.CancellationToken);
        Assert.True(compiled.IsSuccess, compiled.IsFailure ? compiled.Error.FullMessage : "");
    }

    private void Furnish()
    {
        foreach (var folder in (string[])[house.Paths.Etc, house.Paths.Jails, .. ((VmOwner[])[house.Owner, Neighbour]).SelectMany(owner => (string[])[house.Paths.TenantOf(owner.Name), house.Paths.VmOf(owner.Name)])])
            _ = Directory.CreateDirectory(folder);
        foreach (var file in files.Where(file => file.StartsWith(house.Paths.Root, StringComparison.Ordinal) && !Directory.Exists(file)))
        {
            File.WriteAllBytes(file, new byte[OverlayBytes]);
            File.SetUnixFileMode(file, file == Image ? UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead : UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        foreach (var owner in (VmOwner[])[house.Owner, Neighbour])
        {
            var user = house.Paths.Instance.UidOf(owner.Slot);
            Assert.True(FileOwner.Set(house.Paths.OverlayOf(owner.Name), user, user).IsSuccess);
            var tap = NetworkPlan.TapOf(owner.Slot);
            Assert.True(Tap.Create(tap, user).IsSuccess);
            taps.Add(tap);
        }

        _ = Keep(UnixListener.Listen(serviceSocket, backlog: 4).Value);
        _ = Keep(UnixListener.ClaimName(abstractName).Value);
    }

    private IReadOnlyList<ChildDescriptor> Descriptors()
    {
        var memory = Keep(Memfd.Create("lobsterd-ram").Value);
        Assert.True(memory.Write(new byte[4096]).IsSuccess);
        Assert.True(Memfd.Seal(memory, MemfdSeals.Seal | MemfdSeals.Shrink | MemfdSeals.Grow | MemfdSeals.Write).IsSuccess);
        return
        [
            new(QemuDescriptors.Kernel, Keep(Fd.Open(Image, OpenFlags.ReadOnly).Value)),
            new(QemuDescriptors.Initramfs, Keep(Fd.Open(Image, OpenFlags.ReadOnly).Value)),
            new(QemuDescriptors.Image, Keep(Fd.Open(Image, OpenFlags.ReadOnly).Value)),
            new(QemuDescriptors.Overlay, Keep(Fd.Open(house.Paths.OverlayOf(house.Owner.Name), OpenFlags.ReadWrite).Value)),
            new(QemuDescriptors.Tap, Keep(Tap.Open(taps[0], TapFlags.VirtioHeader).Value)),
            new(QemuDescriptors.Memory, memory),
            new(QemuDescriptors.Monitor, Keep(UnixListener.Listen(Path.Combine(house.RunFolder, "qmp.sock"), backlog: 4).Value)),
        ];
    }

    private string[] Words() =>
    [
        .. files.Select(file => "file=" + file),
        string.Create(CultureInfo.InvariantCulture, $"pid={Environment.ProcessId}"),
        string.Create(CultureInfo.InvariantCulture, $"tcp={port}"),
        $"tap={taps[1]}", $"path={serviceSocket}", $"abstract={abstractName}",
    ];

    private T Keep<T>(T thing)
        where T : IDisposable
    {
        opened.Add(thing);
        return thing;
    }
}
