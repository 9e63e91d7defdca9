using System.Buffers.Binary;

namespace Lobsterd.Edge.Dns;

/// <summary>What a resolver is asked: the IPv4 addresses of a name.</summary>
internal static class DnsQuery
{
    private const int MostNameBytes = 255;
    private const int TypeAndClassBytes = 4;

    /// <summary>Writes a question.</summary>
    /// <param name="id">Its number, which nobody can guess.</param>
    /// <param name="name">A name that <see cref="DnsQuestion"/> has read, not empty.</param>
    internal static byte[] Write(ushort id, string name)
    {
        var query = new byte[DnsFormat.HeaderBytes + MostNameBytes + TypeAndClassBytes];
        BinaryPrimitives.WriteUInt16BigEndian(query, id);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(2), DnsFormat.RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(4), 1);
        var at = DnsFormat.HeaderBytes + DnsName.Write(name, query.AsSpan(DnsFormat.HeaderBytes));
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(at), DnsFormat.Address);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(at + 2), DnsFormat.Internet);
        return query[..(at + TypeAndClassBytes)];
    }
}
