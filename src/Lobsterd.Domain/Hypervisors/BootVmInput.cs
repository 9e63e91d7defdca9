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

    /// <summary>A tenant's VM on a disk of its own.</summary>
    /// <param name="tenant">The tenant, with the slot that it has.</param>
    /// <param name="overlayPath">Absolute path of its writable disk.</param>
    public static BootVmInput Of(Tenant tenant, string overlayPath) =>
        new() { Owner = tenant.Owner, Size = tenant.Size, Image = tenant.Image, OverlayPath = overlayPath, Rates = tenant.Rates };
}
