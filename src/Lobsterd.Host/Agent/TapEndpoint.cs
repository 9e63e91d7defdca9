using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Domain.Network;

namespace Lobsterd.Host.Agent;

/// <summary>The agent's address behind one TAP: the same for every tenant, so it is the interface that tells them apart.</summary>
internal static class TapEndpoint
{
    private const int SocketLevel = 1;
    private const int BindToDevice = 25;

    /// <summary>Opens a socket that reaches nothing but that TAP, and tells where to connect it to.</summary>
    /// <param name="tap">The TAP's name.</param>
    /// <param name="index">Its number.</param>
    /// <param name="port">The agent's port.</param>
    /// <param name="socket">A fresh socket.</param>
    /// <param name="endpoint">The agent.</param>
    /// <returns>False when the TAP went away.</returns>
    internal static bool TryOpen(
        string tap, int index, int port, [NotNullWhen(true)] out Socket? socket, [NotNullWhen(true)] out EndPoint? endpoint)
    {
        if (HasIpv6(tap))
        {
            socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            endpoint = new IPEndPoint(new IPAddress(IPAddress.Parse(ControlAddress.Guest).GetAddressBytes(), index), port);
            return true;
        }

        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        endpoint = new IPEndPoint(IPAddress.Parse(ControlAddress.GuestIpv4), port);
        try
        {
            // IPv4 link-local addresses have no scope: without this the first TAP with that subnet would get every tenant's secrets.
            socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(tap));
            return true;
        }
        catch (SocketException)
        {
            socket.Dispose();
            socket = null;
            return false;
        }
    }

    /// <summary>A host may have IPv6 off altogether (there is no such file then), or off for its interfaces.</summary>
    private static bool HasIpv6(string tap)
    {
        try
        {
            return !File.ReadAllText($"/proc/sys/net/ipv6/conf/{tap}/disable_ipv6").StartsWith('1');
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
