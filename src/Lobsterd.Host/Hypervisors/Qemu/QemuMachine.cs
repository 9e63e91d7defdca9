using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>The machine that every guest sees: its board, CPU, memory and devices, each at a fixed address.</summary>
/// <remarks>These arguments and no others decide what a saved device state looks like; <see cref="LayoutOf"/> is what such a state is kept under.</remarks>
internal static class QemuMachine
{
    /// <summary>The guest's writable disk.</summary>
    internal const string OverlayDevice = "overlay-disk";

    /// <summary>What that disk stands on when QEMU starts. Part of the layout: a VM that has waited for its tenant has something else under it by the time it is saved.</summary>
    internal const string OverlayNode = "overlay";

    /// <summary>The arguments that make the machine.</summary>
    /// <param name="host">What runs it.</param>
    /// <param name="size">How large it is.</param>
    internal static IReadOnlyList<string> Arguments(QemuHost host, VmSize size) =>
    [
        "-machine", Board,
        "-accel", host.Accelerator == QemuAccelerator.Kvm ? "kvm" : "tcg,thread=multi,tb-size=" + Text(QemuOverhead.TranslationCacheMib),
        "-cpu", CpuOf(host.Accelerator),
        "-smp", Text(size.Vcpus),
        "-m", Text(size.MemoryMib),
        "-rtc", "base=utc",

        // QEMU's own default for these is an older, slower interface whose rings lie where the guest's page size says.
        "-global", "virtio-mmio.force-legacy=false",

        // A state saved by xen-save-devices-state has no configuration section, and a load that expects one fails.
        "-global", "migration.send-configuration=off",

        "-device", "isa-serial,chardev=console,index=0",

        // Transport 0 stays empty: it interrupts by line 0 of the second I/O APIC, and QEMU's emulation raises line 2 for line 0 on every I/O APIC, as only
        // the first one's timer wants it. A card there hears nothing of what it received, and the device on line 2 is interrupted in its place.
        "-device", "virtio-net-device,netdev=net,id=nic,bus=virtio-mmio-bus.1,mac=" + MacAddress.Guest,
        "-device", "virtio-blk-device,drive=image,id=image-disk,bus=virtio-mmio-bus.2,num-queues=1" + OnError,
        "-device", $"virtio-blk-device,drive={OverlayNode},id={OverlayDevice},bus=virtio-mmio-bus.3,num-queues=1" + OnError,
        "-device", "virtio-rng-device,rng=entropy,id=rng,bus=virtio-mmio-bus.4",
    ];

    /// <summary>A name for everything that a saved device state depends on: equal exactly when a state of the one fits the other.</summary>
    /// <returns>SHA-256, lower-case hex.</returns>
    internal static string LayoutOf(QemuHost host, VmSize size)
    {
        var text = string.Join('\n', [host.Version.ToString(), host.CpuModel, .. Arguments(host, size)]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    // No PCI, no USB, no floppy, no keyboard: what is not there cannot be attacked. No merging of equal pages: it tells neighbours apart by time.
    private const string Board =
        "microvm,acpi=on,pcie=off,usb=off,isa-serial=off,rtc=on,pit=on,pic=on,auto-kernel-cmdline=off,memory-backend=ram,dump-guest-core=off,mem-merge=off";

    // The guest is told of a disk error. QEMU's default for a full disk is to stop the VM, which nobody would see but as a hang.
    private const string OnError = ",werror=report,rerror=report";

    // No nested virtualization: a guest needs none, and its emulation is a wall that others have fallen through. LA57 makes each page walk longer.
    private static string CpuOf(QemuAccelerator accelerator) => accelerator == QemuAccelerator.Kvm ? "host,vmx=off,svm=off" : "max,svm=off,la57=off";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
