using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lobsterd.Edge.Dns;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Tests.EndToEnd.Service;

/// <summary>A world beyond a stand's host: a namespace of its own at the end of a cable, with a resolver and places that answer. Leaves nothing.</summary>
internal sealed class FarWorld : IAsyncDisposable
{
    private const string Greeting = "hello from ";

    private readonly CancellationTokenSource over = new();
    private readonly NetNamespace place = NetNamespace.Create();
    private readonly ChildProcess keeper;
    private readonly List<Task> serving = [];
    private readonly ConcurrentQueue<string> asked = [];

    private FarWorld() => keeper = place.Start(new SpawnInput { Program = "/usr/bin/busybox", Arguments = ["sleep", "infinity"] });

    /// <summary>The resolver's address.</summary>
    internal static IPAddress Resolver { get; } = IPAddress.Parse("9.9.9.9");

    /// <summary>Where the names lead that the resolver knows; anything else is none.</summary>
    internal ConcurrentDictionary<string, IPAddress> Names { get; } = [];

    /// <summary>What the resolver was asked for.</summary>
    internal IReadOnlyList<string> Asked => [.. asked];

    /// <summary>Wires a world to a stand's host.</summary>
    /// <param name="stand">Whose host; its default route leads there.</param>
    /// <param name="places">Public addresses at which something answers on every port that is told.</param>
    /// <param name="ports">Those ports.</param>
    internal static async Task<FarWorld> StartAsync(ServiceStand stand, IReadOnlyList<IPAddress> places, params int[] ports)
    {
        var world = new FarWorld();
        await IpAsync(stand.Network, string.Create(CultureInfo.InvariantCulture, $"link add wan0 type veth peer name eth0 netns {world.keeper.Pid}"));
        await IpAsync(world.place, "link set eth0 up");
        foreach (var address in (string[])["198.51.100.2/24", $"{Resolver}/32", .. places.Select(one => $"{one}/32")]) await IpAsync(world.place, $"address add {address} dev eth0");
        await IpAsync(stand.Network, "address add 198.51.100.1/24 dev wan0");
        await IpAsync(stand.Network, "link set wan0 up");
        await IpAsync(stand.Network, "route add default via 198.51.100.2");
        world.serving.Add(world.ResolveAsync(world.place.Run(() => Bound(SocketType.Dgram, Resolver, 53))));
        foreach (var address in places)
            foreach (var port in ports)
                world.serving.Add(world.GreetAsync(world.place.Run(() => Bound(SocketType.Stream, address, port)), address));
        return world;
    }

    /// <summary>What one of its places says.</summary>
    internal static string GreetingOf(IPAddress place) => $"{Greeting}{place}";

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await Task.WhenAll(serving);
        _ = keeper.Signal(Signals.Kill);
        _ = await keeper.WaitForExitAsync(CancellationToken.None);
        keeper.Dispose();
        place.Dispose();
        over.Dispose();
    }

    private static async Task IpAsync(NetNamespace network, string line)
    {
        using var done = network.Start(new SpawnInput { Program = "/usr/sbin/ip", Arguments = line.Split(' ') });
        if (await done.WaitForExitAsync(CancellationToken.None) is { IsSuccess: false } status) throw new InvalidOperationException($"ip {line}: {status}");
    }

    private static Socket Bound(SocketType type, IPAddress address, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, port));
        if (type == SocketType.Stream) socket.Listen();
        return socket;
    }

    private async Task ResolveAsync(Socket socket)
    {
        using var closing = socket;
        var buffer = new byte[600];
        try
        {
            while (true)
            {
                var came = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), over.Token);
                if (DnsQuestion.Parse(buffer.AsSpan(0, came.ReceivedBytes)) is not { } question) continue;
                asked.Enqueue(question.Name);
                var reply = Names.TryGetValue(question.Name, out var address)
                    ? DnsReply.Write(question, DnsOutcome.Answered, [address], 300)
                    : DnsReply.Write(question, DnsOutcome.NoSuchName, [], 0);
                _ = await socket.SendToAsync(reply, came.RemoteEndPoint, over.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task GreetAsync(Socket socket, IPAddress address)
    {
        using var closing = socket;
        try
        {
            while (true)
            {
                using var visitor = await socket.AcceptAsync(over.Token);
                _ = await visitor.SendAsync(System.Text.Encoding.ASCII.GetBytes($"{GreetingOf(address)}\n"), over.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The test is over, or the visitor went away before it was greeted.
        }
    }
}
