using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Cgroups;
using Lobsterd.Linux.Processes;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>What a QEMU finds in its jail, and what it may use.</summary>
internal static class QemuJail
{
    // Opened by path when it starts; a distribution that builds it in has no such file.
    private const string SoftwareAccelerator = "/usr/lib/x86_64-linux-gnu/qemu/accel-tcg-x86_64.so";

    // Firmware and the option ROM that loads a kernel.
    private static readonly string[] Data = ["/usr/share/qemu", "/usr/share/seabios"];

    /// <summary>How a QEMU is started.</summary>
    /// <param name="place">Where it shall live.</param>
    /// <param name="host">What runs it.</param>
    /// <param name="size">How large its VM is; decides its limits.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="descriptors">What it is handed.</param>
    /// <param name="overlayBytes">Size of the tenant's disk, the largest file that it writes.</param>
    internal static JailInput Input(
        JailPlace place, QemuHost host, VmSize size, IReadOnlyList<string> arguments, IReadOnlyList<ChildDescriptor> descriptors, long overlayBytes) => new()
        {
            Place = place,
            Program = Program(host),
            Arguments = arguments,
            Descriptors = descriptors,
            Limits = Limits(host.Accelerator, size),
            LargestFileBytes = Math.Max(overlayBytes, QemuOverhead.LargestStateBytes),
        };

    /// <summary>The limits of a VM.</summary>
    internal static CgroupLimits Limits(QemuAccelerator accelerator, VmSize size) => new(
        MemoryBytes: (long)(size.MemoryMib + QemuOverhead.MibOf(accelerator)) << 20,
        Pids: size.Vcpus + QemuOverhead.Threads,
        Cpus: size.Vcpus + QemuOverhead.Cpus);

    private static JailedProgram Program(QemuHost host) => new()
    {
        Path = host.Program,
        Modules = File.Exists(SoftwareAccelerator) ? [SoftwareAccelerator] : [],
        Folders = [.. Data.Where(Directory.Exists)],
        Devices = host.Accelerator == QemuAccelerator.Kvm ? ["/dev/kvm"] : [],
    };
}
