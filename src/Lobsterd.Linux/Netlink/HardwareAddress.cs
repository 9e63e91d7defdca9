using System.Globalization;

namespace Lobsterd.Linux.Netlink;

/// <summary>An Ethernet address.</summary>
/// <param name="Bits">Its 48 bits, the first octet highest.</param>
public readonly record struct HardwareAddress(ulong Bits)
{
    /// <summary>Octets in an address.</summary>
    public const int Length = 6;

    /// <summary>Reads six octets.</summary>
    public static HardwareAddress FromBytes(ReadOnlySpan<byte> octets)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(octets.Length, Length);
        var bits = 0UL;
        foreach (var octet in octets) bits = (bits << 8) | octet;
        return new HardwareAddress(bits);
    }

    /// <summary>Reads <c>02:6c:00:00:00:01</c>; anything else throws, for addresses of our own making only.</summary>
    public static HardwareAddress Parse(string text)
    {
        var octets = Convert.FromHexString(text.Replace(":", "", StringComparison.Ordinal));
        return FromBytes(octets);
    }

    /// <summary>Writes six octets, the first octet first.</summary>
    public void CopyTo(Span<byte> octets)
    {
        for (var i = 0; i < Length; i++) octets[i] = (byte)(Bits >> (8 * (Length - 1 - i)));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[Length];
        CopyTo(octets);
        return string.Create(
            CultureInfo.InvariantCulture, $"{octets[0]:x2}:{octets[1]:x2}:{octets[2]:x2}:{octets[3]:x2}:{octets[4]:x2}:{octets[5]:x2}");
    }
}
