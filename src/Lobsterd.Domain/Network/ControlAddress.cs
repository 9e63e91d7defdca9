namespace Lobsterd.Domain.Network;

/// <summary>The addresses and ports on which host and agent speak before the guest has any address of its own.</summary>
public static class ControlAddress
{
    /// <summary>The host's end, link-local, prefix length 64.</summary>
    public const string Host = "fe80::1";

    /// <summary>The agent's end, link-local, prefix length 64.</summary>
    public const string Guest = "fe80::2";

    /// <summary>The host's end where the host has IPv6 switched off; prefix length 30.</summary>
    public const string HostIpv4 = "169.254.52.1";

    /// <summary>The agent's end where the host has IPv6 switched off; prefix length 30.</summary>
    public const string GuestIpv4 = "169.254.52.2";

    /// <summary>The agent's control port.</summary>
    public const int ControlPort = 52;

    /// <summary>The agent's health port.</summary>
    public const int HealthPort = 53;
}
