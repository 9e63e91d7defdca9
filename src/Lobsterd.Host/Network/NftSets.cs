using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Nftables;

namespace Lobsterd.Host.Network;

/// <summary>The names of lobsterd's table, sets and maps, and their keys as the kernel keeps them. All names are prefixed: many plain words are nftables' own.</summary>
internal sealed class NftSets(NetworkPlan plan)
{
    /// <summary>The table, of family inet.</summary>
    internal const string Table = "lobsterd";

    /// <summary>Set: TAP and the address that lives behind it.</summary>
    internal const string Guests = "lobster-guests";

    /// <summary>Map: TAP to the conntrack zone of its control connections.</summary>
    internal const string Zones = "lobster-zones";

    /// <summary>Map: TAP to the mark of all its connections.</summary>
    internal const string Marks = "lobster-marks";

    /// <summary>Set: guest address and the ports that the edge may reach.</summary>
    internal const string Ports = "lobster-ports";

    /// <summary>Set, kept by the kernel: guest address with its open connections.</summary>
    internal const string Connections = "lobster-connections";

    /// <summary>Set, kept by the kernel: guest address and how fast it begins connections.</summary>
    internal const string Rates = "lobster-rates";

    /// <summary>Set: addresses of guests that have an egress policy.</summary>
    internal const string Bounded = "lobster-bounded";

    /// <summary>Set of intervals: guest address and where it may go on every port.</summary>
    internal const string EgressHosts = "lobster-egress-hosts";

    /// <summary>Set of intervals: guest address, where it may go, and on which ports.</summary>
    internal const string EgressPorts = "lobster-egress-ports";

    /// <summary>Map: address of a guest whose policy has names, to its gateway's, where the edge hears what it asks. Its comment tells which policy.</summary>
    internal const string Names = "lobster-names";

    /// <summary>Set: such a guest, and an address that its policy has by itself: a resolver may be one.</summary>
    internal const string EgressExact = "lobster-egress-exact";

    /// <summary>Set whose elements expire: guest address and where names have led it, on every port. Their comments are the names.</summary>
    internal const string NamedHosts = "lobster-named-hosts";

    /// <summary>Set of intervals that expire: guest address, where names have led it, and on which ports.</summary>
    internal const string NamedPorts = "lobster-named-ports";

    /// <summary>Set whose elements count: address of a guest, and how many packets of its own it has sent out into the world.</summary>
    internal const string Outward = "lobster-outward";

    /// <summary>Set of intervals: resolvers that everybody knows.</summary>
    internal const string Resolvers = "lobster-resolvers";

    /// <summary>Set: TAP and how many bytes may come from it in a second. Its comment says how many, since the kernel's words for a limit are not read.</summary>
    internal const string Sends = "lobster-sends";

    /// <summary>Set: TAP and how many bytes may go to it.</summary>
    internal const string Receives = "lobster-receives";

    /// <summary>Added to the mark of a connection that a guest began: a stricter policy forgets those alone.</summary>
    internal const uint OutwardBit = 0x8000;

    private const int NameBytes = 16;
    private const int AddressBytes = 4;

    // Zones and marks of slots lie where nobody else's are likely to: zones count up from 1 elsewhere, marks are single bits.
    private const ushort FirstZone = 0xC000;
    private const uint FirstMark = 0x6C6F_0000;

    /// <summary>The sets in which a slot may have any number of elements.</summary>
    internal static readonly string[] Lists = [Ports, EgressHosts, EgressPorts, EgressExact, NamedHosts, NamedPorts];

    /// <summary>Those of them in which a policy stands, but for what names have led to.</summary>
    internal static readonly string[] PolicyLists = [EgressHosts, EgressPorts, EgressExact];

    /// <summary>Those of them whose elements come and go by themselves.</summary>
    internal static readonly string[] NamedLists = [NamedHosts, NamedPorts];

    /// <summary>The conntrack zone of a slot's control connections.</summary>
    internal static ushort ZoneOf(Slot slot) => (ushort)(FirstZone + slot.Number);

    /// <summary>The mark of all of a slot's connections.</summary>
    internal static uint MarkOf(Slot slot) => FirstMark + (uint)slot.Number;

    /// <summary>Key of <see cref="Guests"/>.</summary>
    internal byte[] GuestKey(Slot slot) => [.. TapKey(slot), .. AddressKey(slot)];

    /// <summary>The keys that a slot has, but for those of <see cref="Lists"/>, which do not follow from it.</summary>
    internal (string Set, byte[] Key)[] KeysOf(Slot slot) =>
        [(Guests, GuestKey(slot)), (Zones, TapKey(slot)), (Marks, TapKey(slot)), (Connections, AddressKey(slot)), (Rates, AddressKey(slot)), (Outward, AddressKey(slot)), (Bounded, AddressKey(slot)), (Names, AddressKey(slot)), (Sends, TapKey(slot)), (Receives, TapKey(slot))];

    /// <summary>An element of any of the sets as something that a slot owns; null when no slot of ours can own it.</summary>
    internal OwnedElement? Owned(string set, NftElement element) => set switch
    {
        Guests or Zones or Marks => NetworkPlan.SlotOf(TapIn(element)) is { } slot
            ? new OwnedElement(slot, $"{set} {NetworkPlan.TapOf(slot)}", OwnerNote.Parse(element.Comment))
            : null,
        Sends or Receives => NetworkPlan.SlotOf(TapIn(element)) is { } slot ? new OwnedElement(slot, $"{set} {NetworkPlan.TapOf(slot)}", null) : null,
        Ports => SlotOf(element) is { } slot
            ? new OwnedElement(slot, string.Create(CultureInfo.InvariantCulture, $"{set} {plan.GuestAddressOf(slot)}:{PortIn(element)}"), null)
            : null,
        EgressHosts or EgressPorts or EgressExact or NamedHosts or NamedPorts => SlotOf(element) is { } slot ? new OwnedElement(slot, $"{set} {EgressElement.In(set, element).Key}", null) : null,
        _ => SlotOf(element) is { } slot ? new OwnedElement(slot, $"{set} {plan.GuestAddressOf(slot)}", null) : null,
    };

    /// <summary>The slot of an element whose key begins with a guest's address; null when it is no guest's.</summary>
    internal Slot? SlotOf(NftElement element) =>
        element.Key.Length >= AddressBytes ? plan.SlotOfGuest(new IPAddress(element.Key.Span[..AddressBytes])) : null;

    /// <summary>The port of an element of <see cref="Ports"/>; 0 when it is none.</summary>
    internal static int PortIn(NftElement element) =>
        element.Key.Length >= AddressBytes + sizeof(ushort) ? BinaryPrimitives.ReadUInt16BigEndian(element.Key.Span[AddressBytes..]) : 0;

    /// <summary>Which of a tenant's rates a set holds, for the comment of its element; null for none.</summary>
    internal static string? RateIn(string set, RateLimits? rates) => (set == Sends ? rates?.Send : rates?.Receive)?.ToString();

    private static byte[] TapKey(Slot slot)
    {
        var key = new byte[NameBytes];
        _ = Encoding.ASCII.GetBytes(NetworkPlan.TapOf(slot), key);
        return key;
    }

    /// <summary>The elements of a slot's egress policy.</summary>
    internal IReadOnlyList<EgressElement> EgressOf(Slot slot, EgressPolicy policy) => EgressElements.Of(plan.GuestAddressOf(slot), plan.HostAddressOf(slot), policy);

    /// <summary>The elements by which a slot's guest may go where a name leads.</summary>
    internal IReadOnlyList<EgressElement> NamedOf(Slot slot, EgressPolicy policy, string name, IPAddress address) =>
        NamedElements.Of(plan.GuestAddressOf(slot), policy, name, address);

    /// <summary>An element of <see cref="Names"/> as it was read.</summary>
    internal EgressElement NamesIn(Slot slot, NftElement element) => new(Names, $"{plan.GuestAddressOf(slot)}")
    {
        Data = element.Data.Length >= AddressBytes ? $"{new IPAddress(element.Data.Span[..AddressBytes])}" : "",
        Comment = element.Comment ?? "",
    };

    /// <summary>Where the guest of an element of <see cref="NamedLists"/> may go.</summary>
    internal static IPAddress TargetIn(NftElement element) =>
        element.Key.Length >= 2 * AddressBytes ? new IPAddress(element.Key.Span[AddressBytes..(2 * AddressBytes)]) : IPAddress.Any;

    /// <summary>Key of the sets of guest addresses.</summary>
    internal byte[] AddressKey(Slot slot) => plan.GuestAddressOf(slot).GetAddressBytes();

    private static string TapIn(NftElement element) =>
        Encoding.ASCII.GetString(element.Key.Span[..Math.Min(NameBytes, element.Key.Length)].TrimEnd((byte)0));
}
