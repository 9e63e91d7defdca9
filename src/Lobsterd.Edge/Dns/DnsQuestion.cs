using System.Buffers.Binary;

namespace Lobsterd.Edge.Dns;

/// <summary>A question of a guest's.</summary>
/// <param name="Id">Its number, which the reply repeats.</param>
/// <param name="WantsRecursion">Whether it wants a whole answer; repeated too.</param>
/// <param name="Name">What it asks for, lower case, without trailing dot; empty when no policy could mean it.</param>
/// <param name="Type">Which kind of record.</param>
/// <param name="Class">Of which class.</param>
/// <param name="Wire">The question as it was written, letter by letter: some askers compare.</param>
internal sealed record DnsQuestion(ushort Id, bool WantsRecursion, string Name, ushort Type, ushort Class, ReadOnlyMemory<byte> Wire)
{
    private const int TypeAndClassBytes = 4;

    /// <summary>Whether it asks for IPv4 addresses, which is all that is ever told.</summary>
    internal bool IsForAddresses => Type == DnsFormat.Address && Class == DnsFormat.Internet;

    /// <summary>Reads one; null when it is none, or more than one. What stands behind the question is not read.</summary>
    internal static DnsQuestion? Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length < DnsFormat.HeaderBytes) return null;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if ((flags & (DnsFormat.Response | DnsFormat.Opcode)) != 0 || BinaryPrimitives.ReadUInt64BigEndian(message[4..]) >> 16 != 1UL << 32) return null;
        var at = DnsFormat.HeaderBytes;
        // There is nothing before it that a pointer could mean.
        if (!DnsName.TryRead(message, ref at, out var name) || message.Length < at + TypeAndClassBytes) return null;
        if (HasPointer(message[DnsFormat.HeaderBytes..at])) return null;
        return new DnsQuestion(
            BinaryPrimitives.ReadUInt16BigEndian(message),
            (flags & DnsFormat.RecursionDesired) != 0,
            name,
            BinaryPrimitives.ReadUInt16BigEndian(message[at..]),
            BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]),
            message[DnsFormat.HeaderBytes..(at + TypeAndClassBytes)].ToArray());
    }

    // A name that is written out ends with the root's label, one with a pointer does not end so where it stands.
    private static bool HasPointer(ReadOnlySpan<byte> name)
    {
        var at = 0;
        while (at < name.Length && name[at] is > 0 and < 64) at += 1 + name[at];
        return at >= name.Length || name[at] != 0;
    }
}
