using Lobsterd.Domain.Tenants;

namespace Lobsterd.Host.Hypervisors.Firecracker.Saved;

/// <summary>The passport of a saved VM: what it was, so that nothing else is made of it. Stands before Firecracker's own state in the same file.</summary>
internal sealed record SavedFirecracker
{
    /// <summary>The only form of a state file that we know.</summary>
    internal const int CurrentFormat = 1;

    /// <summary>The form of the file.</summary>
    public required int Format { get; init; }

    /// <summary>The version that saved it: another one may not read it.</summary>
    public required string Firecracker { get; init; }

    /// <summary>The CPU that it ran on (<see cref="Virtualization.CpuModel"/>): a guest that was told of other features goes on to use them.</summary>
    public required string Cpu { get; init; }

    /// <summary>CPUs and memory.</summary>
    public required VmSize Size { get; init; }

    /// <summary>Content hash of the image that it has mounted.</summary>
    public required string Image { get; init; }

    /// <summary>Length of what Firecracker wrote of its devices.</summary>
    public required int StateBytes { get; init; }

    /// <summary>CRC-32C of it.</summary>
    public required uint StateSum { get; init; }
}
