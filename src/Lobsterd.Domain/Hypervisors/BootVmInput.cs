using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Hypervisors;

/// <summary>What a driver needs to cold-boot a tenant's VM. The overlay and the TAP exist already.</summary>
public sealed record BootVmInput
{
    /// <summary>Whose VM it is; decides pid file, sockets, cgroup, UID and TAP name.</summary>
    public required VmOwner Owner { get; init; }

    /// <summary>CPUs and memory.</summary>
    public required VmSize Size { get; init; }

    /// <summary>Content hash of the image (lower-case hex SHA-256); the driver's image store turns it into files.</summary>
    public required string Image { get; init; }

    /// <summary>Absolute path of the tenant's writable ext4 disk.</summary>
    public required string OverlayPath { get; init; }

    /// <summary>How much it may use; null for as much as it can. A driver keeps what its VMM can keep: the disk always, the network where it has limiters of its own.</summary>
    public RateLimits? Rates { get; init; }
}
