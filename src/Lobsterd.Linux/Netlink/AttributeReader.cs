using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Lobsterd.Linux.Netlink;

/// <summary>Walks the attributes of a message, or of an attribute that holds attributes; stops at the first that does not fit.</summary>
internal ref struct AttributeReader(ReadOnlySpan<byte> attributes)
{
    private const ushort TypeMask = 0x3FFF;

    private ReadOnlySpan<byte> rest = attributes;

    /// <summary>Type of the attribute that <see cref="Next"/> found, without its flags.</summary>
    internal ushort Type { get; private set; }

    /// <summary>Its value.</summary>
    internal ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Its value as text up to the first zero byte.</summary>
    internal readonly string Text
    {
        get
        {
            var zero = Value.IndexOf((byte)0);
            return Encoding.UTF8.GetString(zero < 0 ? Value : Value[..zero]);
        }
    }

    /// <summary>Its value as a number of four bytes in the host's order; 0 when it is shorter.</summary>
    internal readonly uint Number => BinaryPrimitives.TryReadUInt32LittleEndian(Value, out var number) ? number : 0;

    /// <summary>Goes to the next attribute; false when there is none.</summary>
    internal bool Next()
    {
        if (!MemoryMarshal.TryRead<AttributeHeader>(rest, out var header)) return false;
        if (header.Length < Unsafe.SizeOf<AttributeHeader>() || header.Length > rest.Length) return false;
        Type = (ushort)(header.Type & TypeMask);
        Value = rest[Unsafe.SizeOf<AttributeHeader>()..header.Length];
        rest = rest[Math.Min(rest.Length, (header.Length + 3) & ~3)..];
        return true;
    }
}
