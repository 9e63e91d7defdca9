using System.Net;
using Lobsterd.Domain.Config;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Tun;

namespace Lobsterd.Tests.Host.Network;

/// <summary>The world beyond the host's uplink, <c>wan0</c>: one place that has public addresses, and the private and special ones that guests may not reach.</summary>
internal sealed class Outside : IAsyncDisposable
{
    internal const string Uplink = "wan0";

    private const string Mac = "02:00:5e:00:53:02";

    private readonly FarEnd end;

    private Outside(FarEnd end) => this.end = end;

    /// <summary>The host's own address on its uplink.</summary>
    internal static IPAddress Host { get; } = IPAddress.Parse("198.51.100.1");

    /// <summary>A public address.</summary>
    internal static IPAddress Public { get; } = IPAddress.Parse("198.51.100.2");

    /// <summary>Another public address.</summary>
    internal static IPAddress Elsewhere { get; } = IPAddress.Parse("203.0.113.9");

    /// <summary>One of the resolvers that guests are told.</summary>
    internal static IPAddress Resolver { get; } = IPAddress.Parse(new NetworkConfig().Dns[0]);

    /// <summary>Another one.</summary>
    internal static IPAddress SecondResolver { get; } = IPAddress.Parse(new NetworkConfig().Dns[1]);

    /// <summary>Addresses that the host reaches through its uplink and guests must not: private and shared networks, metadata services, special assignments.</summary>
    internal static IReadOnlyList<string> Forbidden { get; } =
    [
        "10.1.2.3", "172.16.5.5", "172.31.255.254", "192.168.1.1", "100.64.1.1", "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192", "198.18.0.1", "240.1.1.1", "0.1.2.3",
        // Of the pool, and no guest's.
        "10.66.200.2",
    ];

    private static IEnumerable<IPAddress> Far => Forbidden.Select(IPAddress.Parse).Append(Elsewhere).Append(Resolver).Append(SecondResolver);

    internal NetPlace Place => end.Place;

    internal Wire Wire => end.Wire;

    /// <summary>Sends what no kernel would send for it.</summary>
    internal void Inject(ReadOnlySpan<byte> frame) => end.Inject(frame);

    /// <summary>A frame of the world's to the host's uplink.</summary>
    internal static FrameMaker To(IPAddress target) => new(Public, target) { SourceMac = Mac, TargetMac = "ff:ff:ff:ff:ff:ff" };

    internal static async Task<Outside> StartAsync(string pool)
    {
        Tap.Create(Uplink, owner: 0).Succeed();
        var index = RtNetlink.IndexOf(Uplink).Value;
        var end = await FarEnd.PlugInAsync(Uplink, Mac, card =>
        {
            var batch = new RtBatch().AddAddress(new LinkAddress(card, Public, 24));
            foreach (var address in Far) _ = batch.AddAddress(new LinkAddress(card, address, 32));
            // A world that knows the way to guests, so that what does not reach them was stopped by the wall.
            return batch.AddRoute(new LinkRoute(card, IPAddress.Parse(pool.Split('/')[0]), 16, Host));
        });
        var uplink = new RtBatch().ChangeLink(index, new LinkChange { Up = true }).AddAddress(new LinkAddress(index, Host, 24));
        foreach (var address in Far) _ = uplink.AddRoute(new LinkRoute(index, address, 32, Public));
        FarEnd.Apply(uplink);
        await FarEnd.WaitRunningAsync(Uplink);
        return new Outside(end);
    }

    public async ValueTask DisposeAsync()
    {
        await end.DisposeAsync();
        FarEnd.Apply(new RtBatch().DeleteLink(RtNetlink.IndexOf(Uplink).Value));
    }
}
