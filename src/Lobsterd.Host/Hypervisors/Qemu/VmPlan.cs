using Lobsterd.Domain.Hypervisors;
using Lobsterd.Host.Hypervisors.Qemu.Memory;
using Lobsterd.Host.Hypervisors.Qemu.Saved;
using Lobsterd.Host.Jail;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Qemu;

/// <summary>A VM as it shall be started, cold or from a saved state.</summary>
/// <param name="Input">The VM.</param>
/// <param name="Host">What runs it.</param>
/// <param name="Arguments">QEMU's arguments.</param>
/// <param name="Memory">What it maps; stays the caller's.</param>
/// <param name="TscKilohertz">The rate of the guest's clock; that of the saved VM, if it is one.</param>
/// <param name="Ram">The memory of several VMs that <paramref name="Memory"/> is; null where it is this one's alone.</param>
internal sealed record VmPlan(
    BootVmInput Input, QemuHost Host, IReadOnlyList<string> Arguments, Fd Memory, long TscKilohertz, SealedRam? Ram)
{
    /// <summary>Whether it boots from a kernel.</summary>
    internal required bool IsCold { get; init; }

    /// <summary>The memory file that <see cref="Ram"/> was read from first; null where there is none.</summary>
    internal RamOrigin? Origin { get; init; }

    /// <summary>What is written down once it runs.</summary>
    /// <param name="process">Its process.</param>
    /// <param name="program">The file that the process runs.</param>
    /// <param name="bootId">This boot of the host.</param>
    internal VmRecord Record(JailedProcess process, FileIdentity program, Guid bootId) => new()
    {
        Owner = Input.Owner.Id,
        Process = new VmProcess(process.Process.Pid, process.StartTicks, bootId, Host.Version.ToString()),
        Program = program,
        Layout = QemuMachine.LayoutOf(Host, Input.Size),
        Size = Input.Size,
        Image = Input.Image,
        TscKilohertz = TscKilohertz,
        Ram = Ram is null ? null : new VmRecordRam(Ram.Identity, Ram.Source, Origin),
    };
}
