using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary>Reads a link message (RTM_NEWLINK).</summary>
internal static class LinkReader
{
    private const uint NobodysUid = uint.MaxValue;

    // The number of the setting that stands first in the kernel's array: IPV4_DEVCONF_ counts from 1, DEVCONF_ from 0.
    private const int FirstIpv4 = 1;
    private const int FirstIpv6 = 0;

    /// <summary>The link without its settings; null when the payload is too short to be one.</summary>
    internal static Link? Read(ReadOnlySpan<byte> payload) => Read(payload, withSettings: false);

    /// <summary>The link; null when the payload is too short to be one.</summary>
    /// <param name="payload">What the kernel told.</param>
    /// <param name="withSettings">Whether to read its settings, too.</param>
    internal static Link? Read(ReadOnlySpan<byte> payload, bool withSettings)
    {
        if (!MemoryMarshal.TryRead<LinkHeader>(payload, out var header)) return null;
        var link = new Link { Index = header.Index, Name = "", Flags = (LinkFlags)header.Flags };
        var attributes = new AttributeReader(payload[Unsafe.SizeOf<LinkHeader>()..]);
        while (attributes.Next())
            link = attributes.Type switch
            {
                LinkAttribute.Name => link with { Name = attributes.Text },
                LinkAttribute.Alias => link with { Alias = attributes.Text },
                LinkAttribute.Group => link with { Group = attributes.Number },
                LinkAttribute.Address when attributes.Value.Length == HardwareAddress.Length =>
                    link with { Mac = HardwareAddress.FromBytes(attributes.Value) },
                LinkAttribute.Counters => link with { Counters = LinkCounters.Read(attributes.Value) },
                LinkAttribute.Info => WithInfo(link, attributes.Value),
                LinkAttribute.FamilySettings when withSettings => WithSettings(link, attributes.Value),
                _ => link,
            };
        return link;
    }

    private static Link WithInfo(Link link, ReadOnlySpan<byte> info)
    {
        var attributes = new AttributeReader(info);
        while (attributes.Next())
            link = attributes.Type switch
            {
                LinkAttribute.InfoKind => link with { Kind = attributes.Text },
                // The kind stands before its data, always.
                LinkAttribute.InfoData when link.Kind == Link.TunKind => WithTun(link, attributes.Value),
                _ => link,
            };
        return link;
    }

    private static Link WithSettings(Link link, ReadOnlySpan<byte> families)
    {
        var attributes = new AttributeReader(families);
        while (attributes.Next())
            link = attributes.Type switch
            {
                NetlinkFamily.Ipv4 when Within(attributes.Value, LinkAttribute.Ipv4Settings) is { IsEmpty: false } told => link with { Ipv4 = new LinkSettings<Ipv4LinkSetting>(told, FirstIpv4) },
                NetlinkFamily.Ipv6 when Within(attributes.Value, LinkAttribute.Ipv6Settings) is { IsEmpty: false } told => link with { Ipv6 = new LinkSettings<Ipv6LinkSetting>(told, FirstIpv6) },
                _ => link,
            };
        return link;
    }

    private static ReadOnlySpan<byte> Within(ReadOnlySpan<byte> nest, ushort type)
    {
        var attributes = new AttributeReader(nest);
        while (attributes.Next())
            if (attributes.Type == type) return attributes.Value;
        return [];
    }

    private static Link WithTun(Link link, ReadOnlySpan<byte> data)
    {
        var attributes = new AttributeReader(data);
        while (attributes.Next())
            link = attributes.Type switch
            {
                LinkAttribute.TunOwner when attributes.Number != NobodysUid => link with { TunOwner = attributes.Number },
                LinkAttribute.TunPersistent => link with { TunPersistent = attributes.Value is [not 0, ..] },
                _ => link,
            };
        return link;
    }
}
