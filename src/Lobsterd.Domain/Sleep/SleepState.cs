using Lobsterd.Domain.Hypervisors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Sleep;

/// <summary>What a sleeping tenant wakes from: the passport of its saved memory and devices. The disk of the same instant is the tenant's own.</summary>
public sealed record SleepState
{
    /// <summary>Whose it is.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>The driver that saved it.</summary>
    public required HypervisorName Hypervisor { get; init; }

    /// <summary>That hypervisor's version.</summary>
    public required string Version { get; init; }

    /// <summary>CPUs and memory.</summary>
    public required VmSize Size { get; init; }

    /// <summary>Content hash of the image that it has mounted.</summary>
    public required string Image { get; init; }

    /// <summary>When it was sealed (UTC).</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<SleepFile> Files { get; init; }

    /// <summary>What its guest stands still under, so that copies can be made of it asleep; null when it does not.</summary>
    public byte[]? Nonce { get; init; }

    /// <summary>Whether a VM may have run from it: then the disk has gone on, and it is never loaded again.</summary>
    public bool IsBegun { get; init; }
}
