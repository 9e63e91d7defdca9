using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Engine.Commands.Fork;

/// <summary>What <see cref="CopyVmStep"/> restores, and by which driver.</summary>
/// <param name="Hypervisor">The tenant's driver.</param>
/// <param name="Boot">What the driver is given.</param>
/// <param name="Files">What the VM is made from.</param>
public sealed record CopyVmInput(HypervisorName Hypervisor, BootVmInput Boot, SnapshotFiles Files);
