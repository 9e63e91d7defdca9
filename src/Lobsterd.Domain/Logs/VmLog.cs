namespace Lobsterd.Domain.Logs;

/// <summary>A log that is kept beside a VM.</summary>
public enum VmLog
{
    /// <summary>What the VMM itself says.</summary>
    Vmm,

    /// <summary>What the guest's kernel says on its serial console; of QEMU alone.</summary>
    Console,
}
