namespace Lobsterd.Domain.Hypervisors;

/// <summary>The name of a hypervisor driver, e.g. <c>qemu</c> or <c>firecracker</c>.</summary>
/// <param name="Value">Lower-case letters.</param>
public readonly record struct HypervisorName(string Value)
{
    /// <summary>QEMU, with KVM or in software.</summary>
    public static readonly HypervisorName Qemu = new("qemu");

    /// <summary>Firecracker under its jailer.</summary>
    public static readonly HypervisorName Firecracker = new("firecracker");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
