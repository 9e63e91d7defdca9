using System.Net;
using System.Text;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>What copies of a tenant send, seen where it leaves them.</summary>
[Trait("Speed", "Proof")]
public sealed class ForkPacketTests
{
    private const int Copies = 10;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The original has connections open, one of them in the middle of an answer that nobody reads, and something in it sends without end.</summary>
    [Fact]
    public async Task ten_copies_send_nothing_as_the_original()
    {
        await using var stand = await Stands.ReadyAsync(StandMachine.Qemu);
        var alice = (await stand.Reef.SpawnAsync(new SpawnBody { Name = "original-alice", MemoryMib = 128 }, Stop)).Tenant;
        using var unread = await stand.Network.ConnectAsync(new IPEndPoint(IPAddress.Parse(alice.Ip), alice.Port), Stop);
        _ = await unread.SendAsync(Encoding.ASCII.GetBytes($"GET /bytes?count={64 << 20} HTTP/1.1\r\nHost: {alice.Name}\r\n\r\n"), Stop);
        const string Chatter = "while :; do hostname | nc -u -w 1 203.0.113.7 9; hostname | nc -w 1 203.0.113.7 80; done";
        _ = await stand.Reef.ExecAsync(alice.Name, ["/bin/sh", "-c", $"( {Chatter} ) </dev/null >/dev/null 2>&1 &"], Stop);

        await using var capture = await TapCapture.StartAsync(stand.Network);
        var copies = (await stand.Reef.ForkAsync(alice.Name, [.. Enumerable.Range(0, Copies).Select(number => $"copy-{number}")], Stop)).Succeeded().Operation!.Forks!;
        foreach (var copy in copies) _ = await stand.Web.GetStringAsync(copy.Url, Stop);
        var (frames, told) = await capture.EndAsync([alice.Tap, .. copies.Select(copy => copy.Tap)]);
        Assert.Contains("\n0 packets dropped by kernel", told, StringComparison.Ordinal);

        // The capture sees what it is there for: the original's own packets, and each copy's as itself.
        Assert.Contains(frames, frame => frame.Tap == alice.Tap && frame.Holds(IPAddress.Parse(alice.Ip)));
        foreach (var copy in copies)
        {
            var own = frames.Where(frame => frame.Tap == copy.Tap && frame.IsFromGuest).ToList();
            Assert.Contains(own, frame => frame.Holds(IPAddress.Parse(copy.Ip)));
            Assert.DoesNotContain(own, frame => frame.Holds(IPAddress.Parse(alice.Ip)));
            Assert.DoesNotContain(own, frame => frame.Holds(Encoding.ASCII.GetBytes(alice.Name)));
        }
    }
}
