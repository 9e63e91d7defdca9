using System.Globalization;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>What the guest's kernel is told. Nothing of a tenant's: every guest can read it, and a template has no tenant.</summary>
internal static class QemuKernelArguments
{
    // A panic ends the VM at once, by a reset, which QEMU turns into its own end; reboot=t is the one way to reset that needs no device.
    // One serial port, so that the kernel does not look for thirty-one others.
    private const string Fixed = "console=ttyS0 quiet panic=-1 reboot=t 8250.nr_uarts=1";

    /// <summary>The kernel's command line.</summary>
    internal static string For(QemuHost host) =>
        // A microvm has nothing that a kernel could measure its clock against: untold, half of all boots in software hang. It has nothing to judge it by either but its own
        // timer's ticks, which come late on a busy host: told, the kernel keeps the right clock in place of the ticks.
        host.TscKilohertz > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Fixed} tsc=reliable tsc_early_khz={host.TscKilohertz}") : Fixed;
}
