using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Cgroups;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>What Firecracker needs beside its guest's memory and CPUs. The limits of a VM are made from it.</summary>
internal static class FirecrackerOverhead
{
    // The VMM, its API, a thread for each virtual CPU; the launcher's and, until it ends, the jailer's.
    private const int Threads = 64;

    // Some 5 MiB are its own; page tables, and pages of disks on their way.
    private const int ProcessMib = 64;

    // What its one thread of devices may take beside the virtual CPUs.
    private const double Cpus = 0.5;

    // Devices and CPUs of a saved VM; the memory beside them is as large as the guest's.
    private const long LargestStateBytes = 16 << 20;

    /// <summary>The limits of a VM.</summary>
    internal static CgroupLimits Limits(VmSize size) => new(
        MemoryBytes: (long)(size.MemoryMib + ProcessMib) << 20,
        Pids: size.Vcpus + Threads,
        Cpus: size.Vcpus + Cpus);

    /// <summary>Largest file that it may write: its disk, or what it is saved to.</summary>
    internal static long LargestFile(VmSize size, long overlayBytes) => Math.Max(overlayBytes, ((long)size.MemoryMib << 20) + LargestStateBytes);
}
