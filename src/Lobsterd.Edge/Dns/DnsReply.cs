using System.Buffers.Binary;
using System.Net;

namespace Lobsterd.Edge.Dns;

/// <summary>What a guest is told.</summary>
internal static class DnsReply
{
    private const int RecordBytes = 16;
    private const ushort ToTheQuestion = 0xC000 | DnsFormat.HeaderBytes;

    /// <summary>How many addresses fit a reply, whatever carries it: an asker that was told the first ones never has to ask again for the rest.</summary>
    internal static int Room(DnsQuestion question) => (DnsFormat.MostDatagramBytes - DnsFormat.HeaderBytes - question.Wire.Length) / RecordBytes;

    /// <summary>Writes a reply.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="addresses">IPv4 addresses under the name that was asked for, at most <see cref="Room"/>.</param>
    /// <param name="seconds">For how long they may be kept.</param>
    internal static byte[] Write(DnsQuestion question, DnsOutcome outcome, IReadOnlyList<IPAddress> addresses, int seconds)
    {
        var reply = new byte[DnsFormat.HeaderBytes + question.Wire.Length + (addresses.Count * RecordBytes)];
        var flags = DnsFormat.Response | DnsFormat.RecursionAvailable | (question.WantsRecursion ? DnsFormat.RecursionDesired : 0) | (int)outcome;
        BinaryPrimitives.WriteUInt16BigEndian(reply, question.Id);
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(2), (ushort)flags);
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(6), (ushort)addresses.Count);
        question.Wire.Span.CopyTo(reply.AsSpan(DnsFormat.HeaderBytes));
        var rest = reply.AsSpan(DnsFormat.HeaderBytes + question.Wire.Length);
        foreach (var address in addresses)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest, ToTheQuestion);
            BinaryPrimitives.WriteUInt16BigEndian(rest[2..], DnsFormat.Address);
            BinaryPrimitives.WriteUInt16BigEndian(rest[4..], DnsFormat.Internet);
            BinaryPrimitives.WriteUInt32BigEndian(rest[6..], (uint)seconds);
            BinaryPrimitives.WriteUInt16BigEndian(rest[10..], sizeof(uint));
            _ = address.TryWriteBytes(rest[12..], out _);
            rest = rest[RecordBytes..];
        }

        return reply;
    }
}
