namespace Lobsterd.Linux.Netlink;

/// <summary>An interface as the kernel tells it.</summary>
public sealed record Link
{
    /// <summary>The kind of TUN and TAP interfaces.</summary>
    public const string TunKind = "tun";

    /// <summary>Its number, from 1; never given twice while the namespace lives.</summary>
    public required int Index { get; init; }

    /// <summary>Its name, at most 15 bytes.</summary>
    public required string Name { get; init; }

    /// <summary>Its state.</summary>
    public required LinkFlags Flags { get; init; }

    /// <summary>The note on it; null when it has none.</summary>
    public string? Alias { get; init; }

    /// <summary>Its Ethernet address; null when it has none.</summary>
    public HardwareAddress? Mac { get; init; }

    /// <summary>The group that firewall rules know it by; 0 is the default group.</summary>
    public uint Group { get; init; }

    /// <summary>What drives it: <c>tun</c> for TUN and TAP, <c>veth</c>, …; null for hardware and the loopback.</summary>
    public string? Kind { get; init; }

    /// <summary>The UID that may open this TAP; null when any may, or when it is no TAP.</summary>
    public uint? TunOwner { get; init; }

    /// <summary>What has passed it; null when nobody asked for that.</summary>
    public LinkCounters? Counters { get; init; }

    /// <summary>Its IPv4 settings; null when nobody asked for them.</summary>
    public LinkSettings<Ipv4LinkSetting>? Ipv4 { get; init; }

    /// <summary>Its IPv6 settings; null when nobody asked for them, or when it knows no IPv6.</summary>
    public LinkSettings<Ipv6LinkSetting>? Ipv6 { get; init; }

    /// <summary>Whether it speaks IPv6; false when nobody asked for its settings.</summary>
    public bool HasIpv6 => Ipv6?[Ipv6LinkSetting.Disable] == 0;

    /// <summary>Whether this TAP stays when no program holds it open.</summary>
    public bool TunPersistent { get; init; }
}
