using System.Net.Sockets;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Network;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Packets;
using Lobsterd.Protocol.Agent;

namespace Lobsterd.Host.Agent;

/// <summary>The real doors: each tenant's own TAP. Its number is asked anew each time, since a slot's next tenant has another interface of the same name.</summary>
internal sealed class TapDoors(TimeProvider clock) : IAgentDoors
{
    /// <inheritdoc/>
    public async Task<Result<Stream, AgentLapse>> OpenAsync(VmOwner owner, int port, CancellationToken cancellationToken)
    {
        if (!ControlEndpoint.Find(owner.Slot, port).TryGetValue(out var endpoint)) return AgentLapse.NoInterface;
        Socket socket;
        try
        {
            socket = endpoint.OpenSocket();
        }
        catch (SocketException)
        {
            // The TAP went away since it was found.
            return AgentLapse.NoInterface;
        }

        return await AgentSocket.ConnectAsync(socket, endpoint.Remote, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<Result<Stream, AgentLapse>> OpenPatientAsync(VmOwner owner, int port, CancellationToken cancellationToken)
    {
        if (!ControlEndpoint.Find(owner.Slot, port).TryGetValue(out var endpoint)) return AgentLapse.NoInterface;
        return await AgentSocket.ConnectPatientlyAsync(endpoint.Remote, endpoint.Interface, cancellationToken);
    }

    /// <inheritdoc/>
    public Result<IKnockListener, AgentLapse> Listen(VmOwner owner)
    {
        if (!RtNetlink.IndexOf(NetworkPlan.TapOf(owner.Slot)).TryGetValue(out var index)) return AgentLapse.NoInterface;
        // Without the right to hear frames the wait still ends, by connecting alone.
        return new KnockListener(PacketSocket.Open(index, AgentKnock.EtherType).TryGetValue(out var socket) ? socket : null, clock);
    }
}
