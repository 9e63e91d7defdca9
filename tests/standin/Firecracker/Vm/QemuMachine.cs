using System.Globalization;
using System.Text.Json.Nodes;
using Lobsterd.Standin.Interface;

namespace Lobsterd.Standin.Firecracker.Vm;

/// <summary>A QEMU in software with the devices that the API was given, each by the descriptor that we opened, so that a real kernel boots.</summary>
internal sealed class QemuMachine : IMachine
{
    private const string Program = "/usr/bin/qemu-system-x86_64";
    private const string Monitor = "/mnt/monitor";

    // On the jail's own disk: what lies in memory counts as the machine's.
    private const string Jail = "/mnt/jail";
    private const string Stream = "/stream";
    private const int Kernels = 240;
    private const int Initrd = 241;
    private const int Tap = 242;
    private const int FirstDrive = 243;

    // Firecracker's guest resets by a keyboard controller, and measures its clock against hardware; this board has neither.
    private const string Amends = " reboot=t tsc=reliable tsc_early_khz=";

    private readonly Lazy<QemuMonitor> monitor = new(() => new QemuMonitor(MachineProcess.Host + Monitor));

    internal static QemuMachine Start(QemuPlan plan, Func<int, int> ended)
    {
        var machine = new QemuMachine();
        var descriptors = new List<(int, long)> { (Tap, plan.Tap) };
        if (plan.Kernel is { } kernel) descriptors.Add((Kernels, kernel.Descriptor));
        if (plan.Initrd is { } initrd) descriptors.Add((Initrd, initrd.Descriptor));
        descriptors.AddRange(plan.Drives.Select((drive, at) => (FirstDrive + at, drive.File.Descriptor)));
        _ = MachineProcess.Start(Arguments(plan), descriptors, ended);
        if (plan.MemoryFile is not null) machine.monitor.Value.WaitWhile("inmigrate");
        return machine;
    }

    public void Pause() => monitor.Value.Execute("stop");

    public void Resume() => monitor.Value.Execute("cont");

    /// <summary>Has it write itself down; its memory is in what it writes.</summary>
    public string Save()
    {
        monitor.Value.Execute("migrate", new JsonObject { ["uri"] = $"exec:cat > {Jail}{Stream}" });
        monitor.Value.WaitForMigration();
        return "qemu";
    }

    public void SaveMemory(long file)
    {
        using var source = File.OpenHandle(Stream);
        var buffer = new byte[1 << 20];
        var offset = 0L;
        while (RandomAccess.Read(source, buffer, offset) is > 0 and var read)
        {
            _ = Kernel.Write(file, buffer.AsSpan(0, read));
            offset += read;
        }

        File.Delete(Stream);
    }

    public BlockCounts? Count() =>
        ((JsonArray)monitor.Value.Execute("query-blockstats")!).Select(disk => disk!["stats"]!).Aggregate(default(BlockCounts), (sum, stats) => sum + new BlockCounts(
            (long)stats["rd_bytes"]!, (long)stats["wr_bytes"]!, (long)stats["flush_operations"]!));

    private static List<string> Arguments(QemuPlan plan) =>
    [
        Program,
        "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
        "-machine", "microvm,acpi=on,pcie=off,usb=off,isa-serial=off,rtc=on,pit=on,pic=on,auto-kernel-cmdline=off,memory-backend=ram",
        "-accel", "tcg,thread=multi,tb-size=64",
        "-cpu", "max,svm=off,la57=off",
        "-smp", Text(plan.Cpus), "-m", plan.MemoryMib.ToString(CultureInfo.InvariantCulture),

        // A QEMU is larger than a Firecracker, and its jail's limits are made for the latter: memory in a file can be written out.
        "-object", $"memory-backend-file,id=ram,size={plan.MemoryMib.ToString(CultureInfo.InvariantCulture)}M,mem-path={Jail}/ram,share=on",
        "-rtc", "base=utc",
        "-global", "virtio-mmio.force-legacy=false",
        "-qmp", $"unix:{Monitor},server=on,wait=off",
        .. plan.Kernel is null ? (string[])["-incoming", $"exec:cat {Jail}{plan.MemoryFile}", "-S"] : ["-kernel", PathOf(Kernels), "-append", plan.BootArguments + Amends + plan.TscKilohertz.ToString(CultureInfo.InvariantCulture)],
        .. plan.Kernel is null || plan.Initrd is null ? (string[])[] : ["-initrd", PathOf(Initrd)],
        "-netdev", $"tap,id=net,fd={Text(Tap)},vhost=off",
        "-device", $"virtio-net-device,netdev=net,id=nic,bus=virtio-mmio-bus.1,mac={plan.Mac}",
        .. plan.Drives.SelectMany(Drive),
        "-object", "rng-builtin,id=entropy",
        "-device", "virtio-rng-device,rng=entropy,id=rng,bus=virtio-mmio-bus.20",
    ];

    private static string[] Drive(DriveDevice drive, int at)
    {
        var isReadOnly = (bool?)drive.Config["is_read_only"] ?? false;
        var set = Text(at + 1);
        return
        [
            "-add-fd", $"fd={Text(FirstDrive + at)},set={set}",
            "-blockdev", $"driver=file,node-name={drive.Id}-file,filename=/dev/fdset/{set},read-only={(isReadOnly ? "on" : "off")}",
            "-blockdev", $"driver=raw,node-name={drive.Id},file={drive.Id}-file,read-only={(isReadOnly ? "on" : "off")}",
            "-device", $"virtio-blk-device,drive={drive.Id},id={drive.Id}-disk,bus=virtio-mmio-bus.{Text(at + 2)}",
        ];
    }

    private static string PathOf(int descriptor) => "/proc/self/fd/" + Text(descriptor);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
