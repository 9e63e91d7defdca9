using System.Buffers.Binary;
using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Lobsterd.Reef.Problems;

/// <summary>Who sits at the other end of the Unix socket.</summary>
public static class Peer
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>The caller as the events name it, e.g. <c>uid 0</c>.</summary>
    /// <remarks>Source: unix(7), SO_PEERCRED: pid, uid, gid as three 32-bit numbers.</remarks>
    public static string ActorOf(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket) return "unknown";
        Span<byte> credentials = stackalloc byte[12];
        return socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) == credentials.Length
            ? string.Create(CultureInfo.InvariantCulture, $"uid {BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..])}")
            : "unknown";
    }
}
