using System.Buffers.Binary;
using System.Text;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Linux.Nftables;

/// <summary>An element of a set or a map.</summary>
/// <param name="Key">Its key as the kernel keeps it: each part padded to four bytes, addresses and ports in network order, interface names 16 bytes long.</param>
/// <param name="Data">In a map, the value; marks and zones in the host's order. Empty in a set.</param>
/// <param name="KeyEnd">In a set of intervals of several parts, the last key of the interval, part by part; else empty.</param>
/// <param name="Comment">The comment on it; null when it has none.</param>
public sealed record NftElement(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> KeyEnd, string? Comment)
{
    private const string Counter = "counter";

    /// <summary>How many packets it has met; null in a set that does not count.</summary>
    public ulong? Packets { get; init; }

    /// <summary>Reads the elements of one message (NFT_MSG_NEWSETELEM) behind its netfilter header.</summary>
    internal static void ReadAll(ReadOnlySpan<byte> payload, List<NftElement> into)
    {
        var message = new AttributeReader(payload);
        while (message.Next())
        {
            if (message.Type != NftAttribute.ListElements) continue;
            var elements = new AttributeReader(message.Value);
            while (elements.Next())
                if (elements.Type == NftAttribute.ListElement && Read(elements.Value) is { } element)
                    into.Add(element);
        }
    }

    private static NftElement? Read(ReadOnlySpan<byte> attributesOfOne)
    {
        byte[]? key = null;
        byte[] data = [];
        byte[] end = [];
        string? comment = null;
        ulong? packets = null;
        var attributes = new AttributeReader(attributesOfOne);
        while (attributes.Next())
        {
            if (attributes.Type == NftAttribute.ElementKey) key = Value(attributes.Value);
            else if (attributes.Type == NftAttribute.ElementData) data = Value(attributes.Value) ?? [];
            else if (attributes.Type == NftAttribute.ElementKeyEnd) end = Value(attributes.Value) ?? [];
            else if (attributes.Type == NftAttribute.ElementExpression) packets = PacketsOf(attributes.Value);
            else if (attributes.Type == NftAttribute.ElementNotes) comment = CommentOf(attributes.Value);
        }
        // The element that stands for "all others" has no key.
        return key is null ? null : new NftElement(key, data, end, comment) { Packets = packets };
    }

    private static ulong? PacketsOf(ReadOnlySpan<byte> expression)
    {
        var (isCounter, packets) = (false, default(ulong?));
        var attributes = new AttributeReader(expression);
        while (attributes.Next())
        {
            if (attributes.Type == NftAttribute.ExpressionName) isCounter = attributes.Text == Counter;
            if (attributes.Type != NftAttribute.ExpressionData) continue;
            var counts = new AttributeReader(attributes.Value);
            while (counts.Next())
                if (counts.Type == NftAttribute.CounterPackets && counts.Value.Length == sizeof(ulong)) packets = BinaryPrimitives.ReadUInt64BigEndian(counts.Value);
        }

        return isCounter ? packets : null;
    }

    private static byte[]? Value(ReadOnlySpan<byte> data)
    {
        var attributes = new AttributeReader(data);
        while (attributes.Next())
            if (attributes.Type == NftAttribute.DataValue)
                return attributes.Value.ToArray();
        return null;
    }

    // Notes are libnftnl's own: one byte type, one byte length, then the value.
    private static string? CommentOf(ReadOnlySpan<byte> notes)
    {
        while (notes.Length >= 2 && notes.Length >= 2 + notes[1])
        {
            var value = notes.Slice(2, notes[1]);
            if (notes[0] == NftAttribute.CommentNote) return Encoding.UTF8.GetString(value.TrimEnd((byte)0));
            notes = notes[(2 + value.Length)..];
        }
        return null;
    }
}
