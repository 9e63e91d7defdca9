using System.Net;
using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Packets;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Guest.Network;

/// <summary>The network namespace that we run in: its loopback and one interface.</summary>
internal sealed class LinkNetwork(string interfaceName) : IGuestNetwork
{
    private const string Loopback = "lo";
    private const int LinkLocalPrefix = 64;
    private const int FallbackPrefix = 30;

    private static readonly IPAddress[] Hosts = [IPAddress.Parse(ControlAddress.Host), IPAddress.Parse(ControlAddress.HostIpv4)];

    private static readonly IPAddress Own = IPAddress.Parse(ControlAddress.GuestIpv4);

    private static readonly HardwareAddress HostMac = HardwareAddress.Parse(MacAddress.Host);

    private RtNetlink? netlink;
    private int index;

    /// <inheritdoc/>
    public Result<IReadOnlyList<IPAddress>, LobsterError> BringUp()
    {
        if (Open().TryGetError(out var closed)) return Under(closed);
        if (RtNetlink.IndexOf(Loopback).TryGetError(out var missing, out var loopback)) return Under(missing);

        var hasIpv6 = Ipv6Settings.IsOn(interfaceName);
        if (hasIpv6) Ipv6Settings.Quieten(interfaceName);
        var batch = new RtBatch();
        // Before it goes up, in a request of its own: within one the kernel switches on first, and gives itself an address.
        if (hasIpv6) batch = batch.ChangeLink(index, new LinkChange { AutomaticLinkLocal = false });
        batch = batch
            .ChangeLink(loopback, new LinkChange { Up = true })
            .ChangeLink(index, new LinkChange { Up = true })
            .AddAddress(new LinkAddress(index, Own, FallbackPrefix))
            .AddNeighbour(new Neighbour(index, IPAddress.Parse(ControlAddress.HostIpv4), HostMac));
        var addresses = new List<IPAddress> { Own };
        if (hasIpv6)
        {
            var guest = IPAddress.Parse(ControlAddress.Guest);
            batch = batch
                .AddAddress(new LinkAddress(index, guest, LinkLocalPrefix) { SkipDuplicateDetection = true })
                .AddNeighbour(new Neighbour(index, IPAddress.Parse(ControlAddress.Host), HostMac));
            addresses.Insert(0, new IPAddress(guest.GetAddressBytes(), index));
        }

        return netlink!.Apply(batch).TryGetError(out var refused) ? Under(refused) : addresses;
    }

    /// <inheritdoc/>
    public bool IsHost(IPAddress peer) => Hosts.Any(host => host.GetAddressBytes().AsSpan().SequenceEqual(peer.GetAddressBytes()));

    /// <inheritdoc/>
    public UnitResult<LobsterError> Knock()
    {
        if (Open().TryGetError(out var closed)) return Under(closed);
        if (PacketSocket.Open(index, AgentKnock.EtherType).TryGetError(out closed, out var socket)) return closed;
        using (socket)
        {
            Span<byte> frame = stackalloc byte[AgentKnock.FrameBytes];
            new AgentKnock(AgentLimits.ProtocolVersion).Write(frame);
            return socket.Send(frame);
        }
    }

    /// <inheritdoc/>
    public UnitResult<LobsterError> Configure(TenantClaim claim) => Apply(index => new RtBatch()
        .AddAddress(new LinkAddress(index, claim.Address, claim.PrefixLength))
        .AddNeighbour(new Neighbour(index, claim.Gateway, HostMac))
        .AddRoute(new LinkRoute(index, IPAddress.Any, 0, claim.Gateway)));

    /// <inheritdoc/>
    public Result<IPAddress?, LobsterError> FindAddress()
    {
        if (Open().TryGetError(out var closed)) return Under(closed);
        if (netlink!.ListAddresses(index).TryGetError(out var refused, out var all)) return Under(refused);
        return all.Select(one => one.Address).FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !address.Equals(Own));
    }

    /// <inheritdoc/>
    // The kernel looks up a connection's way anew then, finds its source to be no address of ours, and sends nothing of it.
    public UnitResult<LobsterError> Withdraw(TenantClaim claim) =>
        Apply(index => new RtBatch().RemoveAddress(new LinkAddress(index, claim.Address, claim.PrefixLength), missingIsFine: true));

    private UnitResult<LobsterError> Apply(Func<int, RtBatch> batch)
    {
        var wasOpen = netlink is not null;
        if (Open().TryGetError(out var closed)) return Under(closed);
        if (!netlink!.Apply(batch(index)).TryGetError(out var refused)) return UnitResult.Success<LobsterError>();

        // The interface may be another one by now, or the conversation broken: once more, from the beginning.
        netlink.Dispose();
        netlink = null;
        return wasOpen ? Apply(batch) : Under(refused);
    }

    // It stays open: a guest that is woken, or gets its identity, has run none of its code for that yet, and what it need not do it need not load.
    private UnitResult<LobsterError> Open()
    {
        if (netlink is not null) return UnitResult.Success<LobsterError>();
        if (RtNetlink.IndexOf(interfaceName).TryGetError(out var missing, out index)) return missing;
        return RtNetlink.Open().TryGetError(out var closed, out netlink) ? closed : UnitResult.Success<LobsterError>();
    }

    private LobsterError Under(LobsterError error) => new(GuestNetworkErrors.Failed, $"network {interfaceName}", Cause: error);
}
