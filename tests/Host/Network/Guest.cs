using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Tests.Host.Network;

/// <summary>A tenant whose machine is a namespace: addresses and neighbours as the agent of a claimed VM sets them.</summary>
internal sealed class Guest(VmOwner owner, IPAddress address, FarEnd end) : IAsyncDisposable
{
    internal VmOwner Owner => owner;

    internal IPAddress Address => address;

    internal NetPlace Place => end.Place;

    internal Wire Wire => end.Wire;

    internal string Tap => NetworkPlan.TapOf(owner.Slot);

    /// <summary>Plugs a machine into a tenant's TAP, as the VMM does.</summary>
    internal static async Task<Guest> StartAsync(NetworkPlan plan, VmOwner owner)
    {
        var (address, gateway) = (plan.GuestAddressOf(owner.Slot), plan.HostAddressOf(owner.Slot));
        var host = HardwareAddress.Parse(MacAddress.Host);
        var end = await FarEnd.PlugInAsync(NetworkPlan.TapOf(owner.Slot), MacAddress.Guest, index => new RtBatch()
            .AddAddress(new LinkAddress(index, address, NetworkPlan.TenantPrefix))
            .AddAddress(new LinkAddress(index, IPAddress.Parse(ControlAddress.Guest), 64) { SkipDuplicateDetection = true })
            .AddAddress(new LinkAddress(index, IPAddress.Parse(ControlAddress.GuestIpv4), NetworkPlan.TenantPrefix))
            .AddNeighbour(new Neighbour(index, gateway, host))
            .AddNeighbour(new Neighbour(index, IPAddress.Parse(ControlAddress.Host), host))
            .AddNeighbour(new Neighbour(index, IPAddress.Parse(ControlAddress.HostIpv4), host))
            .AddRoute(new LinkRoute(index, IPAddress.Any, 0, gateway)));
        await FarEnd.WaitRunningAsync(NetworkPlan.TapOf(owner.Slot));
        return new Guest(owner, address, end);
    }

    /// <summary>A frame of this guest's to somewhere, honest until a test makes it otherwise.</summary>
    internal FrameMaker To(IPAddress target) => new(address, target);

    /// <summary>Sends what no kernel would send for it.</summary>
    internal void Inject(ReadOnlySpan<byte> frame) => end.Inject(frame);

    public ValueTask DisposeAsync() => end.DisposeAsync();
}
