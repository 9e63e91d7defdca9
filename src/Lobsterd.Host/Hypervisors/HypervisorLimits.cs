using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Firecracker;
using Lobsterd.Host.Hypervisors.Qemu;
using Lobsterd.Linux.Cgroups;

namespace Lobsterd.Host.Hypervisors;

/// <summary>The limits that each driver gives its VMs.</summary>
public static class HypervisorLimits
{
    /// <summary>Limits by driver and size, on this host.</summary>
    public static IReadOnlyDictionary<HypervisorName, Func<VmSize, CgroupLimits>> ByDriver()
    {
        var accelerator = Virtualization.Probe().HasKvm ? QemuAccelerator.Kvm : QemuAccelerator.Tcg;
        return new Dictionary<HypervisorName, Func<VmSize, CgroupLimits>>
        {
            [HypervisorName.Qemu] = size => QemuJail.Limits(accelerator, size),
            [HypervisorName.Firecracker] = FirecrackerOverhead.Limits,
        };
    }
}
