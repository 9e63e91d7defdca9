using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Files;

namespace Lobsterd.Host.Hypervisors.Firecracker;

/// <summary>What is written down of a VM when it starts, for a later service to know it by.</summary>
internal sealed record FirecrackerRecord : IVmRecord
{
    /// <inheritdoc/>
    public required Guid Owner { get; init; }

    /// <inheritdoc/>
    public required VmProcess Process { get; init; }

    /// <inheritdoc/>
    /// <remarks>The jailer's own copy of Firecracker, which no other jail has.</remarks>
    public required FileIdentity Program { get; init; }

    /// <summary>File name of Firecracker's program, after which the jailer names the folder of its jails.</summary>
    public required string Vmm { get; init; }

    /// <summary>CPUs and memory.</summary>
    public required VmSize Size { get; init; }

    /// <summary>Content hash of the image.</summary>
    public required string Image { get; init; }
}
