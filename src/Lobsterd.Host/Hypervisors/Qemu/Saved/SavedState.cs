using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Hypervisors.Qemu.Saved;

/// <summary>The passport of a saved VM: what it was, so that nothing else is made of it. Stands before the device state in the same file.</summary>
internal sealed record SavedState
{
    /// <summary>The only form of a state file that we know.</summary>
    internal const int CurrentFormat = 1;

    /// <summary>The form of the file.</summary>
    public required int Format { get; init; }

    /// <summary>The machine and the QEMU that it ran on (<see cref="QemuMachine.LayoutOf"/>).</summary>
    public required string Layout { get; init; }

    /// <summary>That QEMU's version, for people.</summary>
    public required string Qemu { get; init; }

    /// <summary>The rate of the guest's clock in kHz; 0 where the guest needs none told.</summary>
    public required long TscKilohertz { get; init; }

    /// <summary>CPUs and memory.</summary>
    public required VmSize Size { get; init; }

    /// <summary>Content hash of the image that it has mounted.</summary>
    public required string Image { get; init; }

    /// <summary>The memory file.</summary>
    public required SavedMemory Memory { get; init; }

    /// <summary>What the memory file is the difference from; null when it holds everything.</summary>
    public SavedBase? Base { get; init; }

    /// <summary>The device state behind this passport.</summary>
    public required SavedDevices Devices { get; init; }
}
