using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>What <see cref="VmStep"/> restores or boots, and by which driver.</summary>
/// <param name="Hypervisor">The tenant's driver.</param>
/// <param name="Boot">What the driver is given.</param>
public sealed record VmInput(HypervisorName Hypervisor, BootVmInput Boot)
{
    /// <summary>Key of the template that it is restored from; null: it boots.</summary>
    public string? Template { get; init; }
}
