using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using Lobsterd.Domain.Network;
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

    private const int NameBytes = 16;
    private const int AddressBytes = 4;

    // Zones and marks of slots lie where nobody else's are likely to: zones count up from 1 elsewhere, marks are single bits.
    private const ushort FirstZone = 0xC000;
    private const uint FirstMark = 0x6C6F_0000;

    /// <summary>The conntrack zone of a slot's control connections.</summary>
    internal static ushort ZoneOf(Slot slot) => (ushort)(FirstZone + slot.Number);

    /// <summary>The mark of all of a slot's connections.</summary>
    internal static uint MarkOf(Slot slot) => FirstMark + (uint)slot.Number;

    /// <summary>Key of <see cref="Guests"/>.</summary>
    internal byte[] GuestKey(Slot slot) => [.. TapKey(slot), .. AddressKey(slot)];

    /// <summary>The keys that a slot has, but for those of <see cref="Ports"/>, which do not follow from it.</summary>
    internal (string Set, byte[] Key)[] KeysOf(Slot slot) =>
        [(Guests, GuestKey(slot)), (Zones, TapKey(slot)), (Marks, TapKey(slot)), (Connections, AddressKey(slot))];

    /// <summary>An element of any of the sets as something that a slot owns; null when no slot of ours can own it.</summary>
    internal OwnedElement? Owned(string set, NftElement element) => set switch
    {
        Guests or Zones or Marks => NetworkPlan.SlotOf(TapIn(element)) is { } slot
            ? new OwnedElement(slot, $"{set} {NetworkPlan.TapOf(slot)}", OwnerNote.Parse(element.Comment))
            : null,
        Ports => SlotOf(element) is { } slot
            ? new OwnedElement(slot, string.Create(CultureInfo.InvariantCulture, $"{set} {plan.GuestAddressOf(slot)}:{PortIn(element)}"), null)
            : null,
        _ => SlotOf(element) is { } slot ? new OwnedElement(slot, $"{set} {plan.GuestAddressOf(slot)}", null) : null,
    };

    /// <summary>The slot of an element whose key begins with a guest's address; null when it is no guest's.</summary>
    internal Slot? SlotOf(NftElement element) =>
        element.Key.Length >= AddressBytes ? plan.SlotOfGuest(new IPAddress(element.Key.Span[..AddressBytes])) : null;

    /// <summary>The port of an element of <see cref="Ports"/>; 0 when it is none.</summary>
    internal static int PortIn(NftElement element) =>
        element.Key.Length >= AddressBytes + sizeof(ushort) ? BinaryPrimitives.ReadUInt16BigEndian(element.Key.Span[AddressBytes..]) : 0;

    private static byte[] TapKey(Slot slot)
    {
        var key = new byte[NameBytes];
        _ = Encoding.ASCII.GetBytes(NetworkPlan.TapOf(slot), key);
        return key;
    }

    private byte[] AddressKey(Slot slot) => plan.GuestAddressOf(slot).GetAddressBytes();

    private static string TapIn(NftElement element) =>
        Encoding.ASCII.GetString(element.Key.Span[..Math.Min(NameBytes, element.Key.Length)].TrimEnd((byte)0));
}
