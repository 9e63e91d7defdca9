using System.Globalization;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>QEMU's arguments. Nothing here touches the host; paths lie in the jail and name descriptors only.</summary>
internal static class QemuCommandLine
{
    /// <summary>How images are opened. All tenants of one have the same file open, and whoever can read a file can lock it: a VMM that was broken into
    /// would keep the others from starting. Nobody writes to an image, so there is nothing that a lock could save it from.</summary>
    internal const string Unlocked = "off";

    /// <summary>How a tenant's disk is opened: by one VMM at a time.</summary>
    internal const string Locked = "auto";

    /// <summary>The set of descriptors that holds the tenant's disk.</summary>
    internal const int OverlaySet = 2;

    /// <summary>The arguments of a cold boot.</summary>
    /// <param name="host">What runs it.</param>
    /// <param name="name">The tenant's name, for people who look at processes.</param>
    /// <param name="size">How large the VM is.</param>
    internal static IReadOnlyList<string> Boot(QemuHost host, TenantName name, VmSize size) =>
    [
        .. Common(host, name.Value, size, sharesMemory: true, TenantsDisk),
        .. Kernel(host),
    ];

    /// <summary>The arguments of a VM that waits for a saved state. It has no kernel: its memory holds one, and a reset ends it.</summary>
    /// <inheritdoc cref="Boot"/>
    internal static IReadOnlyList<string> Restore(QemuHost host, TenantName name, VmSize size, bool sharesMemory) =>
        [.. Common(host, name.Value, size, sharesMemory, TenantsDisk), .. Incoming];

    /// <summary>The arguments of a VM that waits for its tenant, before it boots or is given a saved state: a disk of nothing stands in for the tenant's.</summary>
    /// <param name="host">What runs it.</param>
    /// <param name="seat">Where it sits, for people who look at processes.</param>
    /// <param name="size">How large the VM is.</param>
    /// <param name="diskBytes">How large the tenant's disk will be: the device is told once.</param>
    /// <param name="isCold">Whether it will boot from a kernel.</param>
    internal static IReadOnlyList<string> Wait(QemuHost host, Seat seat, VmSize size, long diskBytes, bool isCold) =>
    [
        .. Common(host, $"seat-{seat}", size, sharesMemory: isCold,
            ["-blockdev", string.Create(CultureInfo.InvariantCulture, $"driver=null-co,node-name={QemuMachine.OverlayNode},size={diskBytes},read-zeroes=on,read-only=off")]),
        .. isCold ? [.. Kernel(host), Paused] : Incoming,
    ];

    // A saved state says "running"; without it the VM would run before anybody has claimed it.
    private const string Paused = "-S";

    private static string[] Incoming => ["-incoming", "defer", Paused];

    private static string[] Kernel(QemuHost host) =>
    [
        "-kernel", PathOf(QemuDescriptors.Kernel),
        "-initrd", PathOf(QemuDescriptors.Initramfs),
        "-append", QemuKernelArguments.For(host),
    ];

    private static string[] TenantsDisk => Disk(QemuMachine.OverlayNode, QemuDescriptors.Overlay, OverlaySet, "read-only=off,discard=unmap", Locked);

    private static IReadOnlyList<string> Common(QemuHost host, string name, VmSize size, bool sharesMemory, IReadOnlyList<string> overlay) =>
    [
        "-name", name,
        "-nodefaults", "-no-user-config", "-no-reboot", "-display", "none",
        "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
        "-chardev", "stdio,id=console,signal=off",
        "-chardev", $"socket,id=monitor,fd={Text(QemuDescriptors.Monitor)},server=on,wait=off",
        "-mon", "chardev=monitor,mode=control",
        "-object", "rng-builtin,id=entropy",
        "-object", $"memory-backend-file,id=ram,size={Text(size.MemoryMib)}M,mem-path={PathOf(QemuDescriptors.Memory)},"
            + $"share={(sharesMemory ? "on" : "off")},prealloc=off,dump=off,merge=off",
        "-netdev", $"tap,id=net,fd={Text(QemuDescriptors.Tap)},vhost=off",
        .. Disk("image", QemuDescriptors.Image, set: 1, "read-only=on", Unlocked),
        .. overlay,
        .. QemuMachine.Arguments(host, size),
    ];

    /// <summary>The arguments of a disk: through the page cache, and the guest's flushes are flushes. QEMU's default, said aloud because a guest's data
    /// hangs on it.</summary>
    internal static string[] Disk(string name, int descriptor, int set, string mode, string locking) =>
    [
        "-add-fd", $"fd={Text(descriptor)},set={Text(set)}",
        "-blockdev", $"driver=file,node-name={name}-file,filename=/dev/fdset/{Text(set)},locking={locking},cache.direct=off,cache.no-flush=off,{mode}",
        "-blockdev", $"driver=raw,node-name={name},file={name}-file,cache.direct=off,cache.no-flush=off,{mode}",
    ];

    private static string PathOf(int descriptor) => "/proc/self/fd/" + Text(descriptor);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
