using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>A host that forwards IPv6 and whose first chain lets everything in: what the chains behind it stop by themselves.</summary>
internal sealed class Breach : IWorld
{
    private const string Forwarding = "/proc/sys/net/ipv6/conf/all/forwarding";

    private readonly Probe probe = new();
    private readonly Volley volley;
    private readonly IMutantWall wall;
    private readonly Guest alice;

    private Breach(NetSandbox sandbox, IMutantWall wall, Guest alice)
    {
        (Sandbox, this.wall, this.alice) = (sandbox, wall, alice);
        volley = new Volley(probe);
    }

    /// <inheritdoc/>
    public NetSandbox Sandbox { get; }

    private static IPAddress Far { get; } = IPAddress.Parse("2001:db8:1::9");

    private static IPAddress RoutedToAlice { get; } = IPAddress.Parse("2001:db8:2::2");

    /// <summary>Moves a guest in.</summary>
    internal static async Task<Breach> StartAsync(NetSandbox sandbox, IMutantWall wall)
    {
        await File.WriteAllTextAsync(Forwarding, "1");
        var alice = await sandbox.MoveInAsync("alice", 0);
        var uplink = RtNetlink.IndexOf(Outside.Uplink).Succeed();
        FarEnd.Apply(new RtBatch().ChangeLink(uplink, new LinkChange { Mac = HardwareAddress.Parse(Neighbourhood.UplinkMac) }));
        FarEnd.Apply(new RtBatch()
            .AddRoute(new LinkRoute(uplink, Far, 128, IPAddress.Parse("fe80::77")))
            .AddRoute(new LinkRoute(RtNetlink.IndexOf(alice.Tap).Succeed(), RoutedToAlice, 128, IPAddress.Parse(ControlAddress.Guest))));
        return new Breach(sandbox, wall, alice);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TryAllAsync()
    {
        await wall.BreachAsync();
        volley.Begin();
        volley.SendTo("alice: to the world by IPv6", alice.Inject, new FrameMaker(IPAddress.Parse("2001:db8:2::2"), Far), (frame, to) => frame.Syn(volley.Port, to));
        foreach (var (name, target) in ((string, IPAddress)[])[("to alice by IPv6", RoutedToAlice), ("past the host by IPv6", Far)])
            volley.SendTo($"world: {name}", Sandbox.Outside.Inject, new FrameMaker(IPAddress.Parse("2001:db8:1::7"), target) { TargetMac = Neighbourhood.UplinkMac }, (frame, to) => frame.Syn(volley.Port, to));
        return volley.Picture();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        probe.Dispose();
        await Sandbox.DisposeAsync();
        await File.WriteAllTextAsync(Forwarding, "0");
    }
}
