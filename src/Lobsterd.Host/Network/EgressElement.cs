using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Lobsterd.Linux.Nftables;

namespace Lobsterd.Host.Network;

/// <summary>An element by which an egress policy stands in nftables.</summary>
/// <param name="Set">The set that it is in.</param>
/// <param name="Key">As nft(8) writes it, intervals included.</param>
internal sealed record EgressElement(string Set, string Key)
{
    private const int Part = 4;

    /// <summary>In a map, what the key leads to; null in a set.</summary>
    internal string? Data { get; init; }

    /// <summary>The comment that it stands with where that matters; null where it does not.</summary>
    internal string? Comment { get; init; }

    /// <summary>As it is added.</summary>
    internal string Addition => string.Concat(Key, Comment is null ? "" : $" comment \"{Comment}\"", Data is null ? "" : $" : {Data}");

    /// <summary>An element of one of the lists as it was read.</summary>
    internal static EgressElement In(string set, NftElement element)
    {
        var first = element.Key.Span;
        var last = element.KeyEnd.IsEmpty ? first : element.KeyEnd.Span;
        var key = $"{Addresses(first, last, 0)} . {Addresses(first, last, Part)}";
        return new EgressElement(set, set is NftSets.EgressPorts or NftSets.NamedPorts ? $"{key} . {Ports(first, last)}" : key);
    }

    /// <summary>An interval of addresses, or one.</summary>
    internal static string Addresses(uint first, uint last) => first == last ? $"{Address(first)}" : $"{Address(first)}-{Address(last)}";

    /// <summary>An interval of ports, or one.</summary>
    internal static string Ports(int first, int last) =>
        first == last ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first}-{last}");

    private static string Addresses(ReadOnlySpan<byte> first, ReadOnlySpan<byte> last, int at) =>
        Addresses(BinaryPrimitives.ReadUInt32BigEndian(first[at..]), BinaryPrimitives.ReadUInt32BigEndian(last[at..]));

    private static string Ports(ReadOnlySpan<byte> first, ReadOnlySpan<byte> last) =>
        Ports(BinaryPrimitives.ReadUInt16BigEndian(first[(2 * Part)..]), BinaryPrimitives.ReadUInt16BigEndian(last[(2 * Part)..]));

    private static IPAddress Address(uint number)
    {
        Span<byte> bytes = stackalloc byte[Part];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new IPAddress(bytes);
    }
}
