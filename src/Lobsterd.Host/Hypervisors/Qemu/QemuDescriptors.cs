namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>The numbers under which QEMU finds what it is handed. It opens nothing of a tenant's by name.</summary>
internal static class QemuDescriptors
{
    /// <summary>The guest's console; the reading end is drained into a bounded log.</summary>
    internal const int Console = 1;

    /// <summary>QEMU's own words.</summary>
    internal const int Words = 2;

    /// <summary>The kernel, read-only.</summary>
    internal const int Kernel = 10;

    /// <summary>The initramfs, read-only.</summary>
    internal const int Initramfs = 11;

    /// <summary>The root image, read-only.</summary>
    internal const int Image = 12;

    /// <summary>The tenant's disk.</summary>
    internal const int Overlay = 13;

    /// <summary>The tenant's TAP.</summary>
    internal const int Tap = 14;

    /// <summary>The guest's memory.</summary>
    internal const int Memory = 15;

    /// <summary>The monitor's socket, listening already.</summary>
    internal const int Monitor = 16;
}
