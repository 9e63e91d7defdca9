using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Tun;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Bare;

/// <summary>A TAP with a tenant's addresses in the network namespace of the calling thread, as a script makes it: no wall, no settings, nobody's mark.</summary>
internal static class BareTap
{
    private const int ControlPrefix = 64;

    /// <summary>Makes one.</summary>
    /// <param name="name">The interface's name.</param>
    /// <param name="slot">Whose addresses it gets.</param>
    /// <param name="plan">Addresses by slot.</param>
    /// <param name="owner">The user besides root that may open it.</param>
    /// <returns>The interface's number.</returns>
    internal static int Make(string name, Slot slot, NetworkPlan plan, uint owner = 0)
    {
        Tap.Create(name, owner).Require();
        using var kernel = RtNetlink.Open().Require();
        var link = kernel.FindLink(name).Require() ?? throw new InvalidOperationException($"{name} vanished as soon as it was made");
        var index = link.Index;
        var guest = HardwareAddress.Parse(MacAddress.Guest);
        var batch = new RtBatch()
            .ChangeLink(index, new LinkChange { Mac = HardwareAddress.Parse(MacAddress.Host), Arp = false, AutomaticLinkLocal = link.Ipv6 is not null ? false : null })
            .ChangeLink(index, new LinkChange { Up = true })
            .AddAddress(new LinkAddress(index, plan.HostAddressOf(slot), NetworkPlan.TenantPrefix))
            .AddNeighbour(new Neighbour(index, plan.GuestAddressOf(slot), guest));
        _ = link.HasIpv6
            ? batch.AddAddress(new LinkAddress(index, IPAddress.Parse(ControlAddress.Host), ControlPrefix) { SkipDuplicateDetection = true })
                .AddNeighbour(new Neighbour(index, IPAddress.Parse(ControlAddress.Guest), guest))
            : batch.AddAddress(new LinkAddress(index, IPAddress.Parse(ControlAddress.HostIpv4), NetworkPlan.TenantPrefix))
                .AddNeighbour(new Neighbour(index, IPAddress.Parse(ControlAddress.GuestIpv4), guest));
        kernel.Apply(batch).Require();
        return index;
    }

    /// <summary>Removes it.</summary>
    internal static void Remove(int index)
    {
        using var kernel = RtNetlink.Open().Require();
        kernel.Apply(new RtBatch().DeleteLink(index)).Require();
    }
}
