using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>Every frame on every interface of a network namespace, those that come later included, as tcpdump sees them.</summary>
internal sealed class TapCapture : IAsyncDisposable
{
    private const int Interrupt = 2;
    private const int FileHead = 24;        // pcap-savefile(5)
    private const int RecordHead = 16;
    private const int LinkHead = 20;        // LINKTYPE_LINUX_SLL2: protocol, 0, interface, hardware, direction, length and bytes of the sender's address
    private const int InterfaceAt = 4;
    private const int DirectionAt = 10;
    private const byte SentByUs = 4;        // PACKET_OUTGOING

    private readonly NetNamespace network;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lobsterd-capture-");
    private readonly ChildProcess tcpdump;

    private TapCapture(NetNamespace network)
    {
        this.network = network;
        using var log = new FileStream(Log, FileMode.Create, FileAccess.Write);
        tcpdump = network.Start(new SpawnInput
        {
            Program = "/usr/bin/tcpdump",
            Arguments = ["-i", "any", "-y", "LINUX_SLL2", "-n", "-s", "0", "-U", "--immediate-mode", "-B", "65536", "-Z", "root", "-w", Frames],
            Descriptors = [new ChildDescriptor(2, log.SafeFileHandle)],
        });
    }

    private string Log => Path.Combine(folder.FullName, "log");

    private string Frames => Path.Combine(folder.FullName, "frames");

    /// <summary>Begins; what comes once it has returned is seen.</summary>
    internal static async Task<TapCapture> StartAsync(NetNamespace network)
    {
        var capture = new TapCapture(network);
        Assert.True(await Eventually.HoldsAsync(
            () => File.ReadAllText(capture.Log).Contains("listening on", StringComparison.Ordinal), TestContext.Current.CancellationToken));
        return capture;
    }

    /// <summary>Ends it.</summary>
    /// <param name="taps">Which interfaces are looked at.</param>
    /// <returns>What was seen on them, and what tcpdump told.</returns>
    internal async Task<(IReadOnlyList<TapFrame> Frames, string Told)> EndAsync(IReadOnlyList<string> taps)
    {
        // Frames are seen in their order: once this one is in the file, all before it are.
        var last = Guid.NewGuid().ToByteArray();
        _ = network.Run(() =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            return socket.SendTo(last, new IPEndPoint(IPAddress.Loopback, 9));
        });
        Assert.True(await Eventually.HoldsAsync(() => File.ReadAllBytes(Frames).AsSpan().IndexOf(last) >= 0, TestContext.Current.CancellationToken));
        Assert.True(tcpdump.Signal(Interrupt).IsSuccess);
        _ = await tcpdump.WaitForExitAsync(TestContext.Current.CancellationToken);
        var names = network.Run(() => taps.ToDictionary(tap => RtNetlink.IndexOf(tap).Require()));
        return (Read(await File.ReadAllBytesAsync(Frames), names), await File.ReadAllTextAsync(Log));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ = tcpdump.Signal(9);
        _ = await tcpdump.WaitForExitAsync(CancellationToken.None);
        tcpdump.Dispose();
        folder.Delete(recursive: true);
    }

    private static List<TapFrame> Read(byte[] file, Dictionary<int, string> names)
    {
        var frames = new List<TapFrame>();
        for (var at = FileHead; at + RecordHead <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 8));
            var packet = file.AsSpan(at + RecordHead, length);
            at += RecordHead + length;
            var index = BinaryPrimitives.ReadInt32BigEndian(packet[InterfaceAt..]);
            if (names.TryGetValue(index, out var name)) frames.Add(new TapFrame(name, packet[DirectionAt] != SentByUs, packet[LinkHead..].ToArray()));
        }

        return frames;
    }
}
