using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Damage;

/// <summary>A steady stream of requests to a guest on its own address, over its TAP: on one connection that stays, and on a fresh one now and then.</summary>
/// <remarks>TCP hides a lost packet, so it is asked: what had to be sent again, either way, counts as lost, unless the other end says that it had come twice.</remarks>
internal sealed class NeighbourTraffic : IAsyncDisposable
{
    private const int TcpLevel = 6;                // IPPROTO_TCP
    private const int TcpInformation = 11;         // TCP_INFO, linux/tcp.h
    private const int SentAgainAt = 100;           // tcpi_total_retrans
    private const int SentTwiceAt = 216;           // tcpi_dsack_dups: what was sent again had arrived all the same, late
    private const int OutOfOrderAt = 224;          // tcpi_rcv_ooopack: an answer that overtook a lost one
    private const int InformationBytes = 228;
    private const int FreshEvery = 25;
    private const int MostOpen = 16;               // unanswered at a time: a guest in software takes its time

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    private readonly ServiceStand stand;
    private readonly IPEndPoint guest;
    private readonly Socket kept;
    private readonly bool isInSoftware;
    private readonly CancellationTokenSource ending = new();
    private readonly Task sending;
    private readonly Task receiving;
    private readonly List<Task> fresh = [];
    private int sent;
    private int answered;
    private int lost;

    private NeighbourTraffic(ServiceStand stand, IPEndPoint guest, Socket kept, bool isInSoftware)
    {
        (this.stand, this.guest, this.kept, this.isInSoftware) = (stand, guest, kept, isInSoftware);
        receiving = ReceiveAsync();
        sending = SendAsync();
    }

    private static byte[] Request(string connection) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HEAD / HTTP/1.1\r\nHost: neighbour\r\nConnection: {connection}\r\n\r\n"));

    /// <summary>Begins; the first answer is there when it returns.</summary>
    /// <param name="stand">Where.</param>
    /// <param name="tenant">Whose guest.</param>
    /// <param name="isInSoftware">Whether the guest has a kernel in software, which may let a whole second pass before it greets.</param>
    internal static async Task<NeighbourTraffic> StartAsync(ServiceStand stand, TenantBody tenant, bool isInSoftware)
    {
        var guest = new IPEndPoint(IPAddress.Parse(tenant.Ip), tenant.Port);
        var traffic = new NeighbourTraffic(stand, guest, await stand.Network.ConnectAsync(guest, TestContext.Current.CancellationToken), isInSoftware);
        Assert.True(await Fixtures.Eventually.HoldsAsync(() => traffic.answered > 0, TestContext.Current.CancellationToken), "the neighbour does not answer at all");
        return traffic;
    }

    /// <summary>Ends it when everything is answered, or can no longer be.</summary>
    /// <returns>How many requests were answered, and how many packets were lost.</returns>
    internal async Task<(int Answered, int Lost)> EndAsync()
    {
        await ending.CancelAsync();
        await sending;
        await Task.WhenAll(fresh);
        _ = await Fixtures.Eventually.HoldsAsync(() => Volatile.Read(ref answered) >= sent && LostOf(kept) == 0, CancellationToken.None, Bound);
        lost += LostOf(kept);
        return (answered, lost + sent - answered);
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await sending;
        await Task.WhenAll(fresh);
        kept.Dispose();
        await receiving;
        ending.Dispose();
    }

    private async Task SendAsync()
    {
        using var ticks = new PeriodicTimer(Pace, TimeProvider.System);
        var request = Request("keep-alive");
        try
        {
            while (await ticks.WaitForNextTickAsync(ending.Token))
            {
                if (sent - Volatile.Read(ref answered) >= MostOpen) continue;
                sent++;
                if (sent % FreshEvery == 0) fresh.Add(AskAnewAsync());
                else _ = await kept.SendAsync(request, SocketFlags.None);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough.
        }
        catch (SocketException)
        {
            // What was sent is not answered, and counts as lost.
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 << 10];
        var matched = 0;
        try
        {
            while (await kept.ReceiveAsync(buffer, SocketFlags.None) is > 0 and var length)
            {
                foreach (var octet in buffer.AsSpan(0, length))
                {
                    matched = octet == EndOfHead[matched] ? matched + 1 : octet == EndOfHead[0] ? 1 : 0;
                    if (matched < EndOfHead.Length) continue;
                    matched = 0;
                    _ = Interlocked.Increment(ref answered);
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Whatever is unanswered counts as lost.
        }
    }

    // A connection that begins now: it is judged by the firewall anew.
    private async Task AskAnewAsync()
    {
        using var bound = new CancellationTokenSource(Bound, TimeProvider.System);
        try
        {
            using var socket = await stand.Network.ConnectAsync(guest, bound.Token);

            // A greeting that was repeated is told by nobody to have come twice.
            var repeated = isInSoftware ? LostOf(socket) : 0;
            _ = await socket.SendAsync(Request("close"), SocketFlags.None, bound.Token);
            if (await socket.ReceiveAsync(new byte[1_024], SocketFlags.None, bound.Token) == 0) return;
            _ = Interlocked.Increment(ref answered);
            _ = await Fixtures.Eventually.HoldsAsync(() => LostOf(socket) <= repeated, CancellationToken.None, Bound);
            _ = Interlocked.Add(ref lost, LostOf(socket) - repeated);
        }
        catch (Exception unanswered) when (unanswered is SocketException or OperationCanceledException)
        {
            // Not answered, so lost.
        }
    }

    private static int At(ReadOnlySpan<byte> information, int offset) => (int)BinaryPrimitives.ReadUInt32LittleEndian(information[offset..]);

    private static int LostOf(Socket socket)
    {
        Span<byte> information = stackalloc byte[InformationBytes];
        var length = socket.GetRawSocketOption(TcpLevel, TcpInformation, information);
        return length < InformationBytes
            ? 0
            : Math.Max(0, At(information, SentAgainAt) - At(information, SentTwiceAt)) + At(information, OutOfOrderAt);
    }
}
