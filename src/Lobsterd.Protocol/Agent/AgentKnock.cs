using System.Buffers.Binary;
using Lobsterd.Domain.Network;

namespace Lobsterd.Protocol.Agent;

/// <summary>The one Ethernet frame by which an agent says that both of its ports are open, so that the host need not try them.</summary>
/// <remarks>Host MAC, guest MAC, EtherType, the word <c>lobsterd-agent-ready</c>, one byte protocol version, zeros up to the shortest frame
/// that Ethernet knows. It carries nothing secret and proves nothing: whoever hears it connects, and reads the greeting.</remarks>
/// <param name="Protocol">The newest protocol version that the agent speaks, 1 to 255.</param>
public readonly record struct AgentKnock(int Protocol)
{
    /// <summary>The frame's EtherType: the first of the two that IEEE 802 keeps for local experiments.</summary>
    public const ushort EtherType = 0x88B5;

    /// <summary>Size of the frame in bytes, without the check sequence that hardware adds.</summary>
    public const int FrameBytes = 60;

    private const int WordAt = 14;

    private static readonly byte[] HostMac = Bytes(MacAddress.Host);
    private static readonly byte[] GuestMac = Bytes(MacAddress.Guest);

    private static ReadOnlySpan<byte> Word => "lobsterd-agent-ready"u8;

    /// <summary>Writes the frame.</summary>
    /// <param name="frame">At least <see cref="FrameBytes"/> long.</param>
    public void Write(Span<byte> frame)
    {
        frame[..FrameBytes].Clear();
        HostMac.CopyTo(frame);
        GuestMac.CopyTo(frame[HostMac.Length..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[(WordAt - sizeof(ushort))..], EtherType);
        Word.CopyTo(frame[WordAt..]);
        frame[WordAt + Word.Length] = (byte)Protocol;
    }

    /// <summary>Reads a frame; false when it is anything but a knock.</summary>
    /// <param name="frame">A whole frame from its destination address on, padded or not.</param>
    /// <param name="knock">The knock.</param>
    public static bool TryRead(ReadOnlySpan<byte> frame, out AgentKnock knock)
    {
        knock = default;
        if (frame.Length <= WordAt + Word.Length
            || !frame.StartsWith(HostMac)
            || !frame[HostMac.Length..].StartsWith(GuestMac)
            || BinaryPrimitives.ReadUInt16BigEndian(frame[(WordAt - sizeof(ushort))..]) != EtherType
            || !frame[WordAt..].StartsWith(Word)
            || frame[WordAt + Word.Length] == 0)
            return false;

        knock = new AgentKnock(frame[WordAt + Word.Length]);
        return true;
    }

    private static byte[] Bytes(string mac) => Convert.FromHexString(mac.Replace(":", "", StringComparison.Ordinal));
}
