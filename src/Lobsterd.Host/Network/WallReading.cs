namespace Lobsterd.Host.Network;

/// <summary>What of lobsterd's stands in the firewall.</summary>
/// <param name="IsUp">Whether what all tenants share is there.</param>
/// <param name="Elements">What belongs to single slots.</param>
public sealed record WallReading(bool IsUp, IReadOnlyList<OwnedElement> Elements);
