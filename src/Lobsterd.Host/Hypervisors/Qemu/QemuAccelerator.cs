namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>How QEMU runs the guest's instructions.</summary>
internal enum QemuAccelerator
{
    /// <summary>It translates them: everywhere, and slowly.</summary>
    Tcg,

    /// <summary>The CPU does, by VT-x or SVM.</summary>
    Kvm,
}
