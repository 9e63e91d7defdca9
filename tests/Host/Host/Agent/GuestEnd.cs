using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;
using Lobsterd.Linux.Descriptors;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Tun;
using Xunit;

namespace Lobsterd.Tests.Host.Host.Agent;

/// <summary>A tenant's TAP with nobody behind it but the test, which reads and writes whole frames. Gone when disposed.</summary>
internal sealed class GuestEnd : IDisposable
{
    private static int lastSlot = 9_000;

    private readonly Fd frames;

    internal GuestEnd(bool hasIpv6 = true)
    {
        Assert.Equal("1", Environment.GetEnvironmentVariable("LOBSTERD_TEST_NETNS"));
        Owner = new VmOwner(Guid.CreateVersion7(), TenantName.Parse("alice").Value, new Slot(Interlocked.Increment(ref lastSlot)));
        Assert.True(Tap.Create(Name, owner: 0).IsSuccess);
        if (!hasIpv6) File.WriteAllText($"/proc/sys/net/ipv6/conf/{Name}/disable_ipv6", "1");
        frames = Tap.Open(Name, TapFlags.None).Value;

        var mac = HardwareAddress.Parse(MacAddress.Guest);
        var (host, guest, prefix) = hasIpv6
            ? (ControlAddress.Host, ControlAddress.Guest, 64)
            : (ControlAddress.HostIpv4, ControlAddress.GuestIpv4, NetworkPlan.TenantPrefix);
        Index = RtNetlink.IndexOf(Name).Value;
        Apply(new RtBatch()
            .ChangeLink(Index, new LinkChange { Up = true, Arp = false, AutomaticLinkLocal = false })
            .AddAddress(new LinkAddress(Index, IPAddress.Parse(host), prefix) { SkipDuplicateDetection = true })
            .AddNeighbour(new Neighbour(Index, IPAddress.Parse(guest), mac)));
    }

    internal VmOwner Owner { get; }

    internal int Index { get; }

    private string Name => NetworkPlan.TapOf(Owner.Slot);

    /// <summary>The next frame of a TCP connection that the host opens, from its IP header on.</summary>
    internal async Task<byte[]> ReadSynAsync(CancellationToken cancellationToken)
    {
        const int EthernetBytes = 14;
        const byte Tcp = 6;
        var frame = new byte[2_000];
        while (true)
        {
            await ReadinessLoop.Shared.WaitReadableAsync(frames, cancellationToken);
            var count = frames.Read(frame).Value!.Value;
            var packet = frame.AsSpan(EthernetBytes, count - EthernetBytes);
            // Routers and multicast listeners are asked for on every fresh link; that is not what we wait for.
            if ((packet[0] >> 4 == 6 ? packet[6] : packet[9]) == Tcp) return packet.ToArray();
        }
    }

    internal void Send(ReadOnlySpan<byte> frame) => Assert.True(frames.Write(frame).IsSuccess);

    /// <summary>Takes the TAP away, as an eviction does.</summary>
    internal void Remove() => Apply(new RtBatch().DeleteLink(Index, missingIsFine: true));

    public void Dispose()
    {
        Remove();
        frames.Dispose();
    }

    private static void Apply(RtBatch batch)
    {
        using var netlink = RtNetlink.Open().Value;
        var applied = netlink.Apply(batch);
        Assert.True(applied.IsSuccess, applied.IsFailure ? applied.Error.FullMessage : "");
    }
}
