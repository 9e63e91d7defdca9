using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Sysctls;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// What is told of TAPs with nobody asking.
public abstract partial class TenantNetworkContract
{
    [Fact]
    public async Task a_tap_that_is_changed_or_deleted_by_another_is_told_as_its_slots()
    {
        await AttachAsync(NetSandbox.Owner("alice", 7));
        await AttachAsync(NetSandbox.Owner("bob", 8));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var told = System.Threading.Channels.Channel.CreateUnbounded<NetworkNews>();
        var hearing = sandbox.Network.HearAsync(change => told.Writer.TryWrite(change), over.Token);
        using var kernel = RtNetlink.Open().Value;

        Assert.True(kernel.Apply(new RtBatch().ChangeLink(LinkOf(7)!.Index, new LinkChange { Up = false })).IsSuccess);
        Assert.Equal(new NetworkNews.Tap(new(7)), await told.Reader.ReadAsync(Token));
        Assert.True(kernel.Apply(new RtBatch().DeleteLink(LinkOf(8)!.Index)).IsSuccess);

        // One that is down may be told more than once.
        NetworkNews next;
        do next = await told.Reader.ReadAsync(Token);
        while (next is NetworkNews.Tap { Slot.Number: 7 });
        Assert.Equal(new NetworkNews.Tap(new(8)), next);
        await over.CancelAsync();
        await hearing;
    }

    [Theory]
    [InlineData("address")]
    [InlineData("control address")]
    [InlineData("neighbour")]
    [InlineData("setting")]
    public async Task what_a_tap_has_and_loses_by_another_is_told_as_its_slots_and_our_own_work_is_not(string what)
    {
        var alice = NetSandbox.Owner("alice", 7);
        var bob = NetSandbox.Owner("bob", 8);
        await AttachAsync(alice);
        await AttachAsync(bob);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var told = System.Threading.Channels.Channel.CreateUnbounded<NetworkNews>();
        var hearing = sandbox.Network.HearAsync(change => told.Writer.TryWrite(change), over.Token);
        using var kernel = RtNetlink.Open().Value;
        await AttachAsync(bob);
        var link = LinkOf(7)!.Index;

        switch (what)
        {
            case "address":
                Assert.True(kernel.Apply(new RtBatch().RemoveAddress(new LinkAddress(link, sandbox.Plan.HostAddressOf(alice.Slot), NetworkPlan.TenantPrefix))).IsSuccess);
                break;
            case "control address":
                Assert.True(kernel.Apply(new RtBatch().RemoveAddress(new LinkAddress(link, IPAddress.Parse(ControlAddress.Host), 64))).IsSuccess);
                break;
            case "neighbour":
                Assert.True(kernel.Apply(new RtBatch().AddNeighbour(new Neighbour(link, sandbox.Plan.GuestAddressOf(alice.Slot), HardwareAddress.Parse(MacAddress.Host)))).IsSuccess);
                break;
            default:
                Assert.True(Sysctl.Write($"net/ipv4/conf/{LinkOf(7)!.Name}/forwarding", "0").IsSuccess);
                break;
        }

        Assert.Equal(new NetworkNews.Tap(alice.Slot), await told.Reader.ReadAsync(Token));
        await over.CancelAsync();
        await hearing;
    }
}
