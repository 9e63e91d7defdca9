using System.Net;
using System.Net.Sockets;
using System.Text;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Host.Network;

/// <summary>Where a tenant's agent is to be reached right now. Found anew for each connection: interface numbers change with every TAP.</summary>
/// <param name="Tap">The tenant's TAP.</param>
/// <param name="LinkIndex">Its number.</param>
/// <param name="Remote">The agent's address and port; link-local IPv6 with the TAP as its scope, or IPv4 where the host has no IPv6.</param>
public sealed record ControlEndpoint(string Tap, int LinkIndex, IPEndPoint Remote)
{
    private const int SocketLevel = 1;
    private const int BindToDevice = 25;

    private static readonly byte[] GuestIpv6 = IPAddress.Parse(ControlAddress.Guest).GetAddressBytes();
    private static readonly IPAddress GuestIpv4 = IPAddress.Parse(ControlAddress.GuestIpv4);

    /// <summary>Finds the agent of a slot.</summary>
    /// <param name="slot">The tenant's slot.</param>
    /// <param name="port"><see cref="ControlAddress.ControlPort"/> or <see cref="ControlAddress.HealthPort"/>.</param>
    /// <error code="netlink.request.missing">The slot has no TAP.</error>
    public static Result<ControlEndpoint, LobsterError> Find(Slot slot, int port)
    {
        var tap = NetworkPlan.TapOf(slot);
        if (RtNetlink.Open().TryGetError(out var error, out var kernel)) return error;
        using (kernel)
        {
            if (kernel.FindLink(tap).TryGetError(out error, out var link)) return error;
            if (link is null) return new LobsterError(NetlinkErrors.Missing, $"there is no {tap}");
            var address = link.HasIpv6 ? new IPAddress(GuestIpv6, link.Index) : GuestIpv4;
            return new ControlEndpoint(tap, link.Index, new IPEndPoint(address, port));
        }
    }

    /// <summary>The interface that a connection must be bound to; null where the address carries it.</summary>
    /// <remarks>Every TAP has the same IPv4 control addresses; the interface alone tells the tenants apart. IPv6 carries it in the scope.</remarks>
    public string? Interface => Remote.AddressFamily == AddressFamily.InterNetwork ? Tap : null;

    /// <summary>A TCP socket that reaches <see cref="Remote"/>, not connected yet; the caller's to dispose.</summary>
    public Socket OpenSocket()
    {
        var socket = new Socket(Remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (Interface is { } name) socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(name));
        return socket;
    }
}
