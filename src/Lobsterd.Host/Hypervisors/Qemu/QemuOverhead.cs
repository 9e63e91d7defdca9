namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>What QEMU needs beside the guest's memory. Limits are made from it, and admission can be.</summary>
internal static class QemuOverhead
{
    /// <summary>Size of the cache of translated code in software. QEMU's own default grows with the host's memory, up to 1 GiB.</summary>
    internal const int TranslationCacheMib = 64;

    /// <summary>Everything else: QEMU's own data, stacks, the pages of disks that it is about to write.</summary>
    internal const int ProcessMib = 96;

    /// <summary>Threads beside the virtual CPUs: main loop, RCU, signal, and up to 64 that wait for disks.</summary>
    internal const int Threads = 80;

    /// <summary>The share of a CPU that QEMU itself may take beside the virtual CPUs, in percent.</summary>
    internal const int CpuPercent = 50;
}
