using System.Buffers.Binary;
using System.Net;

namespace Lobsterd.Edge.Dns;

/// <summary>What a resolver said of a name.</summary>
/// <param name="Outcome">What came of the question; one that is none of ours is its number.</param>
/// <param name="IsTruncated">Whether not all of it fitted.</param>
/// <param name="Addresses">The name's IPv4 addresses, found through its other names, none twice.</param>
/// <param name="Seconds">For how long all of that holds.</param>
internal sealed record DnsAnswer(DnsOutcome Outcome, bool IsTruncated, IReadOnlyList<IPAddress> Addresses, uint Seconds)
{
    private const int MostRecords = 128;
    private const int MostAliases = 16;
    private const int RecordHeadBytes = 10;
    private const uint MostSeconds = int.MaxValue;

    /// <summary>Reads the answer to a query; null when the message is none, or another one's.</summary>
    /// <param name="message">What came.</param>
    /// <param name="id">The query's number.</param>
    /// <param name="name">What it asked for.</param>
    internal static DnsAnswer? Parse(ReadOnlySpan<byte> message, ushort id, string name)
    {
        if (message.Length < DnsFormat.HeaderBytes || BinaryPrimitives.ReadUInt16BigEndian(message) != id) return null;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if ((flags & (DnsFormat.Response | DnsFormat.Opcode)) != DnsFormat.Response || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1) return null;
        var at = DnsFormat.HeaderBytes;
        if (!DnsName.TryRead(message, ref at, out var asked) || asked != name || message.Length < at + 4) return null;
        if (BinaryPrimitives.ReadUInt32BigEndian(message[at..]) != ((uint)DnsFormat.Address << 16 | DnsFormat.Internet)) return null;
        var outcome = (DnsOutcome)(flags & DnsFormat.OutcomeBits);
        if ((flags & DnsFormat.Truncated) != 0) return new DnsAnswer(outcome, IsTruncated: true, [], 0);
        var records = new Records();
        return records.TryRead(message, at + 4) ? records.Follow(outcome, name) : null;
    }

    // What an answer holds: addresses of names, and other names for them.
    private sealed class Records
    {
        private readonly List<(string Name, IPAddress Address, uint Seconds)> addresses = [];
        private readonly Dictionary<string, (string Name, uint Seconds)> aliases = [];

        internal bool TryRead(ReadOnlySpan<byte> message, int at)
        {
            var count = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
            if (count > MostRecords || count * RecordHeadBytes > message.Length - at) return false;
            for (; count > 0; count--)
            {
                if (!DnsName.TryRead(message, ref at, out var owner) || message.Length < at + RecordHeadBytes) return false;
                var (type, kind) = (BinaryPrimitives.ReadUInt16BigEndian(message[at..]), BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]));
                var (seconds, size) = (BinaryPrimitives.ReadUInt32BigEndian(message[(at + 4)..]), BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]));
                at += RecordHeadBytes;
                if (message.Length < at + size) return false;
                // RFC 2181, section 8: one with the highest bit set means nothing.
                if (seconds > MostSeconds) seconds = 0;
                if (kind == DnsFormat.Internet && !TryKeep(message, at, type, size, owner, seconds)) return false;
                at += size;
            }

            return true;
        }

        internal DnsAnswer Follow(DnsOutcome outcome, string name)
        {
            var least = MostSeconds;
            for (var followed = 0; followed < MostAliases && aliases.TryGetValue(name, out var alias); followed++) (name, least) = (alias.Name, Math.Min(least, alias.Seconds));
            var found = addresses.Where(one => one.Name == name).ToList();
            least = found.Aggregate(least, (seconds, one) => Math.Min(seconds, one.Seconds));
            return new DnsAnswer(outcome, IsTruncated: false, [.. found.Select(one => one.Address).Distinct()], found.Count == 0 ? 0 : least);
        }

        private bool TryKeep(ReadOnlySpan<byte> message, int at, ushort type, int size, string owner, uint seconds)
        {
            if (owner.Length == 0) return true;
            if (type == DnsFormat.Address)
            {
                if (size != sizeof(uint)) return false;
                addresses.Add((owner, new IPAddress(message.Slice(at, size)), seconds));
            }
            else if (type == DnsFormat.Alias)
            {
                var end = at;
                if (!DnsName.TryRead(message, ref end, out var other) || end != at + size) return false;
                if (other.Length > 0) _ = aliases.TryAdd(owner, (other, seconds));
            }

            return true;
        }
    }
}
