using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Lobsterd.Linux.Sockets;

/// <summary>Who is at the other end of a Unix socket, as the kernel saw it when the connection was made.</summary>
/// <remarks>SO_PEERCRED, unix(7). The peer cannot forge it; it may since have handed its descriptor on.</remarks>
/// <param name="Pid">Its process, 0 when it is outside of our PID namespace.</param>
/// <param name="Uid">Its user.</param>
/// <param name="Gid">Its group.</param>
public readonly record struct PeerCredentials(int Pid, uint Uid, uint Gid)
{
    private const int SolSocket = 1;      // asm-generic/socket.h
    private const int SoPeerCred = 17;    // asm-generic/socket.h
    private const int UcredBytes = 12;    // struct ucred, bits/socket.h: three ints

    /// <summary>Asks the kernel; null when the socket is no connected Unix socket.</summary>
    /// <param name="socket">A connected socket.</param>
    public static PeerCredentials? Of(Socket socket)
    {
        Span<byte> answer = stackalloc byte[UcredBytes];
        try
        {
            return socket.GetRawSocketOption(SolSocket, SoPeerCred, answer) == UcredBytes
                ? new PeerCredentials(
                    MemoryMarshal.Read<int>(answer), MemoryMarshal.Read<uint>(answer[4..]), MemoryMarshal.Read<uint>(answer[8..]))
                : null;
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
