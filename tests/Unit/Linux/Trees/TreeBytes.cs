using System.Buffers.Binary;
using System.Text;

namespace Lobsterd.Tests.Unit.Linux.Trees;

/// <summary>A stream as an honest or a hostile sender would write it, byte by byte; it shares nothing with the product.</summary>
internal sealed class TreeBytes
{
    private readonly List<byte> bytes = [.. "LBT1"u8];

    internal byte[] Bytes => [.. bytes];

    internal Stream Stream => new MemoryStream(Bytes);

    internal TreeBytes Folder(string name, int mode = 0x1ED) => Entry(1, mode, Encoding.UTF8.GetBytes(name));

    internal TreeBytes File(string name, string content, int mode = 0x1A4) => Entry(2, mode, Encoding.UTF8.GetBytes(name)).Piece(content).Piece("");

    internal TreeBytes Up() => Entry(3, 0, []);

    internal TreeBytes Passed(string name, int kind) => Entry(4, kind, Encoding.UTF8.GetBytes(name));

    internal TreeBytes End() => Entry(0, 0, []);

    internal TreeBytes Entry(byte kind, int mode, byte[] name)
    {
        bytes.AddRange([kind, (byte)(mode >> 8), (byte)mode, (byte)name.Length, .. name]);
        return this;
    }

    internal TreeBytes Piece(string content, uint? length = null)
    {
        var head = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(head, length ?? (uint)content.Length);
        bytes.AddRange([.. head, .. Encoding.UTF8.GetBytes(content)]);
        return this;
    }
}
