using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Rates;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Nftables;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>A guest whose sending is bounded, one whose receiving is, and one that is free: each has its burst, and of what is more than that no more than time lets it have.</summary>
internal sealed class RatedGuests : IWorld
{
    private const string Table = "rated";
    private const int Datagram = 1_000;
    private const int Headers = 28;
    private const int Ear = 7_000;
    private const int Questions = 40;

    // A bucket of 256 KiB; and what flows into it in ten seconds, which no round takes.
    private const int Within = 250;
    private const int Most = ((256 + 2_560) << 10) / Datagram;
    private const int Sent = 4_000;

    // Ever smaller: the large ones take more than what flows in while a busy host writes them, and behind the small ones nothing finds room.
    private static readonly int[] Emptying = [.. Enumerable.Repeat(Datagram, 20), 500, 500, 250, 250, 125, 125, 64, 64, 32, 32, 32, 32];

    private static readonly RateLimit Slow = RateLimit.Parse("256K", countsOperations: false).Succeed();
    private static readonly TimeSpan Filled = TimeSpan.FromMilliseconds(1_200);

    private readonly NftContext nftables = NftContext.Open().Succeed();
    private readonly string words = new('x', Datagram - Headers);
    private readonly Guest sender;
    private readonly Guest receiver;
    private readonly Guest free;

    // What is sent to everybody is forwarded to nobody.
    private readonly string uplink;
    private int port = 20_000;
    private long emptied;

    private RatedGuests(NetSandbox sandbox, Guest sender, Guest receiver, Guest free)
    {
        (Sandbox, this.sender, this.receiver, this.free) = (sandbox, sender, receiver, free);
        using (var kernel = RtNetlink.Open().Succeed()) uplink = kernel.FindLink(Outside.Uplink).Succeed()!.Mac!.Value.ToString();
        Forget();

        // Behind everything that judges, before what queues.
        nftables.Run($$"""
            table inet {{Table}} {
                counter out { }
                counter in { }
                counter asked { }
                chain behind {
                    type filter hook postrouting priority 400; policy accept;
                    oifname "wan0" udp dport {{Ear}} counter name out
                    oifname "lob*" udp sport {{Ear}} counter name in
                    oifname "lob*" tcp dport {{ControlAddress.ControlPort}} tcp flags syn counter name asked
                }
            }

            """).Succeed();
    }

    /// <inheritdoc/>
    public NetSandbox Sandbox { get; }

    internal static async Task<RatedGuests> StartAsync(NetSandbox sandbox)
    {
        var (sender, receiver, free) = (await sandbox.MoveInAsync("sender", 0), await sandbox.MoveInAsync("receiver", 1), await sandbox.MoveInAsync("free", 2));
        await sandbox.AttachAsync(sender.Owner, new RateLimits(Send: Slow));
        await sandbox.AttachAsync(receiver.Owner, new RateLimits(Receive: Slow));
        return new RatedGuests(sandbox, sender, receiver, free);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TryAllAsync()
    {
        // A bucket fills by time alone.
        _ = await Eventually.HoldsAsync(() => TimeProvider.System.GetElapsedTime(emptied) > Filled, TestContext.Current.CancellationToken);
        var seen = new List<string>();
        foreach (var (who, guest) in ((string, Guest)[])[("the sender", sender), ("the receiver", receiver), ("who is free", free)])
        {
            // What is received begins with a packet that is sent, and for that there must be room.
            seen.Add($"{who} receives {Word(Receives(guest))}");
            seen.Add($"{who} sends {Word(Sends(guest))}");
        }
        seen.Add($"the receiver's agent is asked {(await AskedAsync(IPAddress.Parse(ControlAddress.GuestIpv4)) >= Questions ? "each" : "not each")} time");
        seen.Add($"the receiver's agent is asked {(await AskedAsync(IPAddress.Parse(ControlAddress.Guest)) >= Questions ? "each" : "not each")} time, by IPv6");
        emptied = TimeProvider.System.GetTimestamp();
        return seen;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Stop();
        return Sandbox.DisposeAsync();
    }

    /// <summary>Takes away what counts, and leaves the host as it is.</summary>
    internal void Stop()
    {
        Forget();
        nftables.Dispose();
    }

    private static string Word(long bytes) => bytes switch
    {
        >= (long)Sent * Datagram => "all of it",
        > (long)Most * Datagram => "too much",
        < (long)Within * Datagram => "less than its burst",
        _ => "its burst, and no more than its rate lets it have",
    };

    private void Forget() => nftables.Run($"add table inet {Table}\ndelete table inet {Table}\n").Succeed();

    // The world answers nothing, so what passes is what the guest sent.
    private long Sends(Guest guest)
    {
        port++;
        return Passed("out", () =>
        {
            for (var i = 0; i < Sent; i++) guest.Inject(guest.To(Outside.Public).Udp(port, Ear, words));
        });
    }

    // Answers to what the guest began, since nothing else comes to it.
    private long Receives(Guest guest)
    {
        port++;
        guest.Inject(guest.To(Outside.Public).Udp(port, Ear, "x"));
        return Passed("in", () => Answer(Sent, words));
    }

    private void Answer(int times, string with)
    {
        for (var i = 0; i < times; i++) Sandbox.Outside.Inject((Outside.To(Outside.Host) with { TargetMac = uplink }).Udp(Ear, port, with));
    }

    // The bucket is emptied, however full it has become since; and before each question once more.
    private async Task<long> AskedAsync(IPAddress agent)
    {
        port++;
        receiver.Inject(receiver.To(Outside.Public).Udp(port, Ear, "x"));
        Answer(Sent, words);
        var sockets = new List<Socket>();
        for (var i = 0; i < Questions; i++) sockets.Add(await Talk.SocketOfUserAsync(0, agent.AddressFamily));
        var to = agent.AddressFamily == AddressFamily.InterNetwork ? agent : new IPAddress(agent.GetAddressBytes(), RtNetlink.IndexOf(receiver.Tap).Succeed());
        foreach (var socket in sockets) socket.SetRawSocketOption(1, 25, Encoding.ASCII.GetBytes(receiver.Tap));
        var packets = Read("asked").Packets;
        foreach (var socket in sockets)
        {
            foreach (var size in Emptying) Answer(1, words[..(size - Headers)]);
            Talk.Begin(socket, new IPEndPoint(to, ControlAddress.ControlPort));
        }
        var asked = Read("asked").Packets - packets;
        foreach (var socket in sockets) socket.Dispose();
        return asked;
    }

    private long Passed(string counter, Action act)
    {
        var before = Read(counter).Bytes;
        act();
        return Read(counter).Bytes - before;
    }

    private (long Packets, long Bytes) Read(string counter)
    {
        var objects = JsonNode.Parse(nftables.Read($"list counter inet {Table} {counter}").Succeed())!["nftables"]!.AsArray();
        var found = objects.Select(one => one!["counter"]).OfType<JsonNode>().Single();
        return (found["packets"]!.GetValue<long>(), found["bytes"]!.GetValue<long>());
    }
}
