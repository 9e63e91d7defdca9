using System.Buffers.Binary;

namespace Lobsterd.Protocol.Agent;

/// <summary>The head of a frame: one byte type, four bytes payload length (big-endian), then the payload.</summary>
/// <param name="Type">What the payload is.</param>
/// <param name="Length">0 to <see cref="AgentLimits.MaxFrameBytes"/>.</param>
public readonly record struct AgentFrame(AgentFrameType Type, int Length)
{
    /// <summary>Size of the head in bytes.</summary>
    public const int HeadBytes = 5;

    /// <summary>Writes the head.</summary>
    /// <param name="destination">At least <see cref="HeadBytes"/> long.</param>
    public void WriteHead(Span<byte> destination)
    {
        destination[0] = (byte)Type;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], Length);
    }

    /// <summary>Reads a head; false when the type is unknown or the length is out of bounds, after which the connection is of no use.</summary>
    /// <param name="source">At least <see cref="HeadBytes"/> long.</param>
    /// <param name="frame">The head.</param>
    public static bool TryReadHead(ReadOnlySpan<byte> source, out AgentFrame frame)
    {
        frame = new AgentFrame((AgentFrameType)source[0], BinaryPrimitives.ReadInt32BigEndian(source[1..]));
        return frame.Type is <= AgentFrameType.Resize or (>= AgentFrameType.Output and <= AgentFrameType.LogEnd)
            && frame.Length is >= 0 and <= AgentLimits.MaxFrameBytes;
    }
}
