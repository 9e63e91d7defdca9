namespace Lobsterd.Domain.Config;

/// <summary>Addresses and the firewall.</summary>
public sealed record NetworkConfig
{
    /// <summary>The firewall is kept with nftables where that works, else with iptables.</summary>
    public const string AutomaticFirewall = "auto";

    /// <summary>The firewall is kept with nftables.</summary>
    public const string Nftables = "nftables";

    /// <summary>The firewall is kept with iptables.</summary>
    public const string Iptables = "iptables";

    /// <summary>The IPv4 network that tenants' /30s are cut from.</summary>
    public string Pool { get; init; } = "10.66.0.0/16";

    /// <summary><c>nftables</c>, <c>iptables</c>, or <c>auto</c>: nftables where it works.</summary>
    public string Firewall { get; init; } = AutomaticFirewall;

    /// <summary>Resolvers that guests are told; they must be reachable from the tenants, at most three IPv4 addresses.</summary>
    public IReadOnlyList<string> Dns { get; init; } = ["9.9.9.9", "1.1.1.1"];

    /// <summary>Most connections that a tenant's guest may hold open at once, 1 to 65,536.</summary>
    public int MaxConnections { get; init; } = 1_024;

    /// <summary>Connections that a tenant's guest may begin in a second, 1 to 100,000, after a burst of eight seconds' worth.</summary>
    public int NewConnectionsPerSecond { get; init; } = 256;
}
