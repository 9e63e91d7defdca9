namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>A disk.</summary>
internal sealed record Drive
{
    /// <summary>Letters, digits and underscores.</summary>
    public required string DriveId { get; init; }

    /// <summary>The file, as a path in the jail; opened at once. A snapshot remembers it.</summary>
    public required string PathOnHost { get; init; }

    /// <summary>Whether it is told to the kernel as its root. Ours never is: the initramfs finds both disks.</summary>
    public required bool IsRootDevice { get; init; }

    /// <summary>Whether the guest may only read it.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary><c>Writeback</c>: a guest's flush is a flush; <c>Unsafe</c>: it is not.</summary>
    public required string CacheType { get; init; }

    /// <summary>How much the guest may move; null: as much as it can.</summary>
    public RateLimiter? RateLimiter { get; init; }
}
