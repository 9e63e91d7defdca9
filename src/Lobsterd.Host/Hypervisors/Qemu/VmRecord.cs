using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>What is written down of a VM when it starts, for a later service to know it by.</summary>
internal sealed record VmRecord : IVmRecord
{
    /// <inheritdoc/>
    public required Guid Owner { get; init; }

    /// <inheritdoc/>
    public required VmProcess Process { get; init; }

    /// <inheritdoc/>
    public required FileIdentity Program { get; init; }

    /// <summary>The machine that the guest sees (<see cref="QemuMachine.LayoutOf"/>).</summary>
    public required string Layout { get; init; }

    /// <summary>CPUs and memory.</summary>
    public required VmSize Size { get; init; }

    /// <summary>Content hash of the image.</summary>
    public required string Image { get; init; }

    /// <summary>The rate of the guest's clock in kHz; 0 where the guest needs none told.</summary>
    public required long TscKilohertz { get; init; }

    /// <summary>The saved memory that it maps; null when it was booted cold.</summary>
    public VmRecordRam? Ram { get; init; }

    /// <summary>The passport of this VM's saved state.</summary>
    internal SavedState Saved(SavedRam ram, SavedDevices devices) => new()
    {
        Format = SavedState.CurrentFormat,
        Layout = Layout,
        Qemu = Process.Version,
        TscKilohertz = TscKilohertz,
        Size = Size,
        Image = Image,
        Memory = ram.Memory,
        Base = ram.Base,
        Devices = devices,
    };
}
