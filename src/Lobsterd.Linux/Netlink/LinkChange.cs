namespace Lobsterd.Linux.Netlink;

/// <summary>What to change of an interface; what is null stays as it is. The kernel applies all of it in one request.</summary>
public sealed record LinkChange
{
    /// <summary>Switches it on or off.</summary>
    public bool? Up { get; init; }

    /// <summary>Whether neighbours are asked for (ARP, neighbour discovery). A change drops every neighbour it has.</summary>
    public bool? Arp { get; init; }

    /// <summary>Its Ethernet address. A change drops every neighbour it has.</summary>
    public HardwareAddress? Mac { get; init; }

    /// <summary>A note on it for people, at most 255 bytes.</summary>
    public string? Alias { get; init; }

    /// <summary>How many packets wait in its queue at most.</summary>
    public uint? QueueLength { get; init; }

    /// <summary>The group that firewall rules know it by.</summary>
    public uint? Group { get; init; }

    /// <summary>Largest packet in bytes.</summary>
    public uint? Mtu { get; init; }

    /// <summary>False keeps the kernel from giving it a link-local IPv6 address of its own. Refused where IPv6 is not built in or switched off at boot.</summary>
    public bool? AutomaticLinkLocal { get; init; }

    /// <summary>IPv4 settings.</summary>
    public IReadOnlyList<(Ipv4LinkSetting Setting, uint Value)> Ipv4 { get; init; } = [];
}
