namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>What QEMU needs beside its guest's memory and CPUs. The limits of a VM are made from it.</summary>
internal static class QemuOverhead
{
    /// <summary>Size of the cache of translated code in software, in MiB. QEMU's own default grows with the host's memory, up to 1 GiB.</summary>
    internal const int TranslationCacheMib = 128;

    /// <summary>Threads beside the virtual CPUs: QEMU's main loop, RCU, and up to 64 that wait for disks; a few of the launcher's.</summary>
    internal const int Threads = 96;

    /// <summary>The share of a CPU that QEMU itself may take beside the virtual CPUs, e.g. for disk and network.</summary>
    internal const double Cpus = 0.5;

    /// <summary>Largest device state that it may write.</summary>
    internal const long LargestStateBytes = 64 << 20;

    // QEMU's own data and libraries, the launcher, page tables, and pages of disks on their way.
    private const int ProcessMib = 128;

    /// <summary>Memory beside the guest's own, in MiB.</summary>
    internal static int MibOf(QemuAccelerator accelerator) => ProcessMib + (accelerator == QemuAccelerator.Tcg ? TranslationCacheMib : 0);
}
