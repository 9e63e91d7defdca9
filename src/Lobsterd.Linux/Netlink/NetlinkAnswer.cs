using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Descriptors;

namespace Lobsterd.Linux.Netlink;

/// <summary>The kernel's answer to one request: zero for done, else errno, with its own words where it has any.</summary>
/// <param name="Number">errno, positive; 0 when the request was carried out.</param>
/// <param name="Words">The kernel's explanation (extended ACK); null when it gave none.</param>
/// <param name="Interrupted">The tables changed during a dump, so it must be repeated.</param>
internal readonly record struct NetlinkAnswer(int Number, string? Words, bool Interrupted)
{
    private const int NumberBytes = sizeof(int);
    private const ushort WordsAttribute = 1;

    /// <summary>Whether the request was carried out.</summary>
    internal bool Done => Number == 0;

    /// <summary>Reads a message of type <see cref="MessageType.Error"/> (<c>struct nlmsgerr</c>) or <see cref="MessageType.Done"/>.</summary>
    internal static NetlinkAnswer Read(in MessageHeader header, ReadOnlySpan<byte> payload, bool interrupted) =>
        BinaryPrimitives.TryReadInt32LittleEndian(payload, out var negative)
            ? new NetlinkAnswer(-negative, WordsOf(header, payload[NumberBytes..]), interrupted)
            : new NetlinkAnswer(NetlinkErrno.BadMessage, null, interrupted);

    /// <summary>The refusal as an error.</summary>
    /// <param name="subject">What was asked, e.g. <c>link 7: add 10.66.0.1/30</c>.</param>
    internal LobsterError ToError(string subject)
    {
        var error = Errno.Of(Number, NetlinkErrors.Of(Number), subject);
        return Words is null ? error : error with { Message = $"{error.Message}: {Words}" };
    }

    private static string? WordsOf(in MessageHeader header, ReadOnlySpan<byte> rest)
    {
        if ((header.Flags & MessageFlags.HasAttributes) == 0) return null;
        if (header.Type == MessageType.Error)
        {
            // The request stands between number and attributes: all of it, or its header alone where the socket asked for that.
            if (!BinaryPrimitives.TryReadUInt32LittleEndian(rest, out var requestBytes)) return null;
            var skipped = (header.Flags & MessageFlags.Capped) == 0 ? requestBytes : (uint)Unsafe.SizeOf<MessageHeader>();
            if (skipped > rest.Length) return null;
            rest = rest[(int)skipped..];
        }
        var attributes = new AttributeReader(rest);
        while (attributes.Next())
            if (attributes.Type == WordsAttribute)
                return attributes.Text;
        return null;
    }
}
