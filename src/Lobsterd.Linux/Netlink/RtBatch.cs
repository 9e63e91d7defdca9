using System.Net.Sockets;

namespace Lobsterd.Linux.Netlink;

/// <summary>Changes of interfaces, addresses, neighbours and routes that go to the kernel in one call, in the order of writing.</summary>
/// <remarks>The kernel applies each by itself: one that is refused does not stop those behind it, nor take back those before. Every addition
/// replaces what is there, so a batch can be applied twice.</remarks>
public sealed class RtBatch
{
    private const byte NoAutomaticAddress = 1;
    private const byte AddressFromMac = 0;

    private const ushort Change = MessageFlags.Request | MessageFlags.Acknowledge;
    private const ushort AddOrReplace = Change | MessageFlags.Create | MessageFlags.Replace;

    private readonly List<Entry> entries = [];

    /// <summary>How many changes it holds.</summary>
    public int Count => entries.Count;

    internal NetlinkMessages Messages { get; } = new();

    /// <summary>Changes an interface.</summary>
    public RtBatch ChangeLink(int index, LinkChange change, bool missingIsFine = false)
    {
        var flags = (change.Up == true ? LinkFlags.Up : 0) | (change.Arp == false ? LinkFlags.NoArp : 0);
        var touched = (change.Up is null ? 0 : LinkFlags.Up) | (change.Arp is null ? 0 : LinkFlags.NoArp);
        Messages.Begin(MessageType.NewLink, Change, new LinkHeader { Index = index, Flags = (uint)flags, Change = (uint)touched });
        if (change.Mac is { } mac) Messages.Attribute(LinkAttribute.Address, mac);
        if (change.Mtu is { } mtu) Messages.Attribute(LinkAttribute.Mtu, mtu);
        if (change.QueueLength is { } queue) Messages.Attribute(LinkAttribute.QueueLength, queue);
        if (change.Alias is { } alias) Messages.Attribute(LinkAttribute.Alias, alias);
        if (change.Group is { } group) Messages.Attribute(LinkAttribute.Group, group);
        WriteFamilySettings(change);
        return Ended($"link {index}: change", missingIsFine);
    }

    /// <summary>Removes an interface with all that hangs on it.</summary>
    public RtBatch DeleteLink(int index, bool missingIsFine = false)
    {
        Messages.Begin(MessageType.DeleteLink, Change, new LinkHeader { Index = index });
        return Ended($"link {index}: delete", missingIsFine);
    }

    /// <summary>Removes all interfaces of a group. The kernel's waits for one are the waits for all; an empty group is fine.</summary>
    /// <param name="group">Not 0, the group of everything that has no other.</param>
    public RtBatch DeleteGroup(uint group)
    {
        ArgumentOutOfRangeException.ThrowIfZero(group);
        Messages.Begin(MessageType.DeleteLink, Change, default(LinkHeader));
        Messages.Attribute(LinkAttribute.Group, group);
        return Ended($"link group {group}: delete", missingIsFine: true);
    }

    /// <summary>Gives an interface an address.</summary>
    public RtBatch AddAddress(LinkAddress address)
    {
        WriteAddress(MessageType.NewAddress, AddOrReplace, address);
        return Ended($"link {address.LinkIndex}: add {address.Address}/{address.PrefixLength}");
    }

    /// <summary>Takes an address from an interface.</summary>
    public RtBatch RemoveAddress(LinkAddress address, bool missingIsFine = false)
    {
        WriteAddress(MessageType.DeleteAddress, Change, address);
        return Ended($"link {address.LinkIndex}: remove {address.Address}/{address.PrefixLength}", missingIsFine);
    }

    /// <summary>Tells who has an address, for good.</summary>
    public RtBatch AddNeighbour(Neighbour neighbour)
    {
        var header = new NeighbourHeader { Family = FamilyOf(neighbour.Address.AddressFamily), Index = neighbour.LinkIndex, State = NeighbourAttribute.Permanent };
        Messages.Begin(MessageType.NewNeighbour, AddOrReplace, header);
        Messages.Attribute(NeighbourAttribute.Address, neighbour.Address);
        Messages.Attribute(NeighbourAttribute.Mac, neighbour.Mac);
        return Ended($"link {neighbour.LinkIndex}: add neighbour {neighbour.Address}");
    }

    /// <summary>Adds a route to the main table.</summary>
    public RtBatch AddRoute(LinkRoute route)
    {
        var header = new RouteHeader
        {
            Family = FamilyOf(route.Destination.AddressFamily),
            DestinationLength = (byte)route.PrefixLength,
            Table = RouteAttribute.MainTable,
            Protocol = RouteAttribute.SetByAdministrator,
            Scope = route.Gateway is null && route.Destination.AddressFamily == AddressFamily.InterNetwork ? RouteAttribute.OnTheLink : RouteAttribute.Everywhere,
            Type = RouteAttribute.Unicast,
        };
        Messages.Begin(MessageType.NewRoute, AddOrReplace, header);
        if (route.PrefixLength > 0) Messages.Attribute(RouteAttribute.Destination, route.Destination);
        if (route.Gateway is { } gateway) Messages.Attribute(RouteAttribute.Gateway, gateway);
        Messages.Attribute(RouteAttribute.Link, (uint)route.LinkIndex);
        return Ended($"link {route.LinkIndex}: add route {route.Destination}/{route.PrefixLength}");
    }

    /// <summary>What the change of that number was, and whether it may find nothing to do.</summary>
    internal (string Subject, bool MissingIsFine) Describe(int number) => (entries[number].Subject, entries[number].MissingIsFine);

    private static byte FamilyOf(AddressFamily family) => family == AddressFamily.InterNetworkV6 ? NetlinkFamily.Ipv6 : NetlinkFamily.Ipv4;

    private RtBatch Ended(string subject, bool missingIsFine = false)
    {
        Messages.End();
        entries.Add(new Entry(subject, missingIsFine));
        return this;
    }

    private void WriteAddress(ushort type, ushort flags, LinkAddress address)
    {
        var header = new AddressHeader
        {
            Family = FamilyOf(address.Address.AddressFamily),
            PrefixLength = (byte)address.PrefixLength,
            Index = address.LinkIndex,
        };
        Messages.Begin(type, flags, header);
        Messages.Attribute(AddressAttribute.Local, address.Address);
        Messages.Attribute(AddressAttribute.Address, address.Address);
        if (address.SkipDuplicateDetection) Messages.Attribute(AddressAttribute.Flags, AddressAttribute.SkipDuplicateDetection);
    }

    private void WriteFamilySettings(LinkChange change)
    {
        if (change.Ipv4.Count == 0 && change.AutomaticLinkLocal is null) return;
        var all = Messages.BeginNested(LinkAttribute.FamilySettings);
        if (change.Ipv4.Count > 0)
        {
            var family = Messages.BeginNested(NetlinkFamily.Ipv4);
            var settings = Messages.BeginNested(LinkAttribute.Ipv4Settings);
            foreach (var (setting, value) in change.Ipv4) Messages.Attribute((ushort)setting, value);
            Messages.EndNested(settings);
            Messages.EndNested(family);
        }
        if (change.AutomaticLinkLocal is { } automatic)
        {
            var family = Messages.BeginNested(NetlinkFamily.Ipv6);
            Messages.Attribute(LinkAttribute.Ipv6AddressMode, automatic ? AddressFromMac : NoAutomaticAddress);
            Messages.EndNested(family);
        }
        Messages.EndNested(all);
    }

    private readonly record struct Entry(string Subject, bool MissingIsFine);
}
