using System.Buffers.Binary;
using System.Net.Sockets;

namespace Lobsterd.Reef.Access;

/// <summary>Peers by the kernel's word.</summary>
/// <remarks>Source: unix(7), SO_PEERCRED: pid, uid, gid as three 32-bit numbers, as they were when the peer connected.</remarks>
public sealed class SocketPeers : IPeers
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <inheritdoc/>
    public uint? UidOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        return socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) == credentials.Length ? BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]) : null;
    }
}
