using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Lobsterd.Tests.Unit.Edge.Dns;

/// <summary>Writes messages by hand, right ones and wrong ones.</summary>
internal sealed class Messages
{
    private readonly List<byte> bytes = [.. new byte[12]];

    internal Messages(ushort id, ushort flags, int questions = 1, int answers = 0)
    {
        Put(0, id);
        Put(2, flags);
        Put(4, (ushort)questions);
        Put(6, (ushort)answers);
    }

    internal byte[] Bytes => [.. bytes];

    /// <summary>A name, its labels written out.</summary>
    internal static byte[] Name(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.Latin1.GetBytes(label)]), 0];

    /// <summary>A pointer to a place in the message.</summary>
    internal static byte[] To(int at) => [(byte)(0xC0 | (at >> 8)), (byte)at];

    internal Messages Question(string name, ushort type = 1) => Add([.. Name(name), .. Number(type), .. Number(1)]);

    internal Messages Address(byte[] owner, string address, uint seconds) => Record(owner, 1, seconds, IPAddress.Parse(address).GetAddressBytes());

    internal Messages Alias(byte[] owner, byte[] target, uint seconds) => Record(owner, 5, seconds, target);

    internal Messages Record(byte[] owner, ushort type, uint seconds, byte[] data) =>
        Add([.. owner, .. Number(type), .. Number(1), .. Number((ushort)(seconds >> 16)), .. Number((ushort)seconds), .. Number((ushort)data.Length), .. data]);

    internal Messages Add(byte[] more)
    {
        bytes.AddRange(more);
        return this;
    }

    private static byte[] Number(ushort number)
    {
        var two = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(two, number);
        return two;
    }

    private void Put(int at, ushort number) => (bytes[at], bytes[at + 1]) = ((byte)(number >> 8), (byte)number);
}
