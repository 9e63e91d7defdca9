namespace Lobsterd.Host.Network;

/// <summary>What the kernel has of the tenants' network.</summary>
/// <param name="Taps">TAPs of ours.</param>
/// <param name="Wall">What stands in the firewall.</param>
/// <param name="SwitchedForwardingOn">Whether lobsterd switched the host's IPv4 forwarding on, and has to switch it off again.</param>
public sealed record NetworkReading(IReadOnlyList<OwnedTap> Taps, WallReading Wall, bool SwitchedForwardingOn);
