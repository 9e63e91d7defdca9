using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;
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
}
