using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Netlink;

/// <summary>Reads an address message (RTM_NEWADDR).</summary>
internal static class LinkAddressReader
{
    /// <summary>The address; null when the payload holds none.</summary>
    internal static LinkAddress? Read(ReadOnlySpan<byte> payload)
    {
        if (!MemoryMarshal.TryRead<AddressHeader>(payload, out var header)) return null;
        IPAddress? address = null;
        IPAddress? local = null;
        var skipDetection = false;
        var attributes = new AttributeReader(payload[Unsafe.SizeOf<AddressHeader>()..]);
        while (attributes.Next())
        {
            if (attributes.Type == AddressAttribute.Address && attributes.Value.Length is 4 or 16) address = new IPAddress(attributes.Value);
            else if (attributes.Type == AddressAttribute.Local && attributes.Value.Length is 4 or 16) local = new IPAddress(attributes.Value);
            else if (attributes.Type == AddressAttribute.Flags) skipDetection = (attributes.Number & AddressAttribute.SkipDuplicateDetection) != 0;
        }
        // On a point-to-point link the address is the other end's and the local one is ours.
        return (local ?? address) is { } own
            ? new LinkAddress(header.Index, own, header.PrefixLength) { SkipDuplicateDetection = skipDetection }
            : null;
    }
}
