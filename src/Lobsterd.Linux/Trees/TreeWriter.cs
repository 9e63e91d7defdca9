using System.Buffers.Binary;
using System.Text;

namespace Lobsterd.Linux.Trees;

/// <summary>Writes entries into a stream, in pieces worth sending.</summary>
internal sealed class TreeWriter(Stream stream)
{
    private const int BufferBytes = 32 << 10;

    private readonly byte[] buffer = new byte[BufferBytes];
    private int used;

    internal ValueTask BeginAsync(CancellationToken cancellationToken) => PutAsync(TreeLimits.Magic.ToArray(), cancellationToken);

    internal async ValueTask EntryAsync(TreeKind kind, int mode, string name, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var head = new byte[TreeLimits.HeadBytes + bytes.Length];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(1), (ushort)mode);
        head[3] = checked((byte)bytes.Length);
        bytes.CopyTo(head, TreeLimits.HeadBytes);
        await PutAsync(head, cancellationToken);
    }

    /// <summary>A piece of a file; an empty one ends it.</summary>
    internal async ValueTask PieceAsync(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        var length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)piece.Length);
        await PutAsync(length, cancellationToken);
        await PutAsync(piece, cancellationToken);
    }

    internal async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await stream.WriteAsync(buffer.AsMemory(0, used), cancellationToken);
        used = 0;
        await stream.FlushAsync(cancellationToken);
    }

    private async ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
        {
            var count = Math.Min(bytes.Length, buffer.Length - used);
            bytes[..count].CopyTo(buffer.AsMemory(used));
            bytes = bytes[count..];
            used += count;
            if (used == buffer.Length) await FlushAsync(cancellationToken);
        }
    }
}
