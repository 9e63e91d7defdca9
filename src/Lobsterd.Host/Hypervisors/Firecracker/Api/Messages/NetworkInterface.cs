namespace Lobsterd.Host.Hypervisors.Firecracker.Api.Messages;

/// <summary>A network interface.</summary>
internal sealed record NetworkInterface
{
    /// <summary>Letters, digits and underscores.</summary>
    public required string IfaceId { get; init; }

    /// <summary>The TAP; opened at once.</summary>
    public required string HostDevName { get; init; }

    /// <summary>The guest's address.</summary>
    public required string GuestMac { get; init; }

    /// <summary>How much the guest may receive; null: as much as it can.</summary>
    public RateLimiter? RxRateLimiter { get; init; }

    /// <summary>How much it may send.</summary>
    public RateLimiter? TxRateLimiter { get; init; }
}
