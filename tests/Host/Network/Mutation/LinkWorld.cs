using System.Globalization;
using System.Net;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Lobsterd.Linux.Netlink;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>A host with two guests, whose settings of a TAP and whose wall can be taken away one by one. Each attempt begins with everything whole.</summary>
internal sealed class LinkWorld : IAsyncDisposable
{
    private const string Tap = "lob0";
    private const string TheWall = "the wall";
    private const string NoArp = "the TAP's NOARP";

    // Public, and the host's way there leads to alice.
    private static readonly IPAddress RoutedToAlice = IPAddress.Parse("203.0.113.78");
    private static readonly IPAddress RoutedToAliceByIpv6 = IPAddress.Parse("2001:db8:77::1");

    private readonly NetSandbox sandbox;
    private readonly IMutantWall wall;
    private readonly Guest alice;
    private readonly Guest bob;
    private readonly EchoServer agent;
    private readonly Probe probe = new();
    private readonly Volley volley;
    private readonly Dictionary<string, string> before = [];

    // What one attempt taught the host must not speak for the next.
    private int attempt;

    private LinkWorld(NetSandbox sandbox, IMutantWall wall, Guest alice, Guest bob, EchoServer agent)
    {
        (this.sandbox, this.wall, this.alice, this.bob, this.agent) = (sandbox, wall, alice, bob, agent);
        volley = new Volley(probe);
    }

    /// <summary>How far the last packet came.</summary>
    internal IReadOnlyList<string> Seen { get; private set; } = [];

    private static int Index => RtNetlink.IndexOf(Tap).Succeed();

    private IPAddress Learnt => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"203.0.113.{100 + attempt}"));

    private IPAddress LearntByIpv6 => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"fe80::99:{attempt}"));

    private IPAddress LearntNetwork => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"2001:db8:{attempt}::"));

    private IPAddress HostAddress => sandbox.Plan.HostAddressOf(alice.Owner.Slot);

    internal static async Task<LinkWorld> StartAsync(Func<LobsterdPaths, NetworkPlan, NetworkConfig, TenantNetwork> make, Func<NetSandbox, IMutantWall> spoiler)
    {
        var sandbox = await NetSandbox.StartAsync(make, new NetworkConfig { Pool = "44.66.0.0/16" });
        var (alice, bob) = (await sandbox.MoveInAsync("alice", 0), await sandbox.MoveInAsync("bob", 1));
        FarEnd.Apply(new RtBatch()
            .AddRoute(new LinkRoute(Index, RoutedToAlice, 32, alice.Address))
            .AddRoute(new LinkRoute(Index, RoutedToAliceByIpv6, 128, IPAddress.Parse(ControlAddress.Guest))));
        var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        var spoilt = spoiler(sandbox);
        _ = await spoilt.ListAsync();
        return new LinkWorld(sandbox, spoilt, alice, bob, agent);
    }

    /// <summary>The settings, with what a guest tries; but for send_redirects, for which no packet was found yet that shows it.</summary>
    internal IEnumerable<LinkMutant> Mutants() =>
    [
        new("rp_filter is 0", TheWall, "alice sends to the world as bob")
            { Spoil = () => SetAsync("ipv4", "rp_filter", "0"), Bare = wall.FallAsync, TryAsync = () => ReachesAsync("went-out-as: ", new FrameMaker(bob.Address, Outside.Public), Udp) },
        new("accept_source_route is 1", $"{TheWall} and the host's own setting", "a packet of alice's says by which way it goes")
        {
            Spoil = () => SetAsync("ipv4", "accept_source_route", "1"),
            Bare = () => BareAsync("accept_source_route", "1"),
            TryAsync = () => ReachesAsync("went-out-as: ", alice.To(HostAddress) with { Options = [0x83, 7, 4, .. Outside.Public.GetAddressBytes(), 0] }, Udp),
        },
        new("accept_redirects is 1", $"{TheWall} and the host's own setting", "alice tells the host where another address is")
        {
            // Of the kernel's own packets it believes this of answers to echoes; of others, only where a socket has sent them.
            Spoil = () => SetAsync("ipv4", "accept_redirects", "1"),
            Bare = () => BareAsync("accept_redirects", "1"),
            TryAsync = () => TeachesAsync(Learnt, alice.To(HostAddress).Icmp(5, 1, [.. Learnt.GetAddressBytes(), .. EchoAnswer[14..42]])),
        },
        new("proxy_arp is 1", NoArp, "alice is answered that the host is the world")
            { Spoil = () => SetAsync("ipv4", "proxy_arp", "1"), Bare = SpeakArpAsync, TryAsync = () => AnsweredAsync(Outside.Public) },
        new("arp_ignore is 0", NoArp, "alice is answered where her host is")
            { Spoil = () => SetAsync("ipv4", "arp_ignore", "0"), Bare = SpeakArpAsync, TryAsync = () => AnsweredAsync(HostAddress) },
        new("ipv6 accept_ra is 1", TheWall, "alice becomes the host's router")
        {
            Spoil = () => SetAsync("ipv6", "accept_ra", "1"),
            Bare = wall.FallAsync,
            TryAsync = () => TeachesRouteAsync((FrameMaker.Between(ControlAddress.Guest, "ff02::1") with { Hops = 255, TargetMac = "33:33:00:00:00:01" }).Icmp(134, 0, Advertisement)),
        },
        new("ipv6 accept_redirects is 1", TheWall, "alice tells the host where another address is, by IPv6")
        {
            Spoil = () => SetAsync("ipv6", "accept_redirects", "1"),
            Bare = wall.FallAsync,
            TryAsync = () => TeachesAsync(LearntByIpv6, (FrameMaker.Between(ControlAddress.Guest, ControlAddress.Host) with { Hops = 255 })
                .Icmp(137, 0, [0, 0, 0, 0, .. LearntByIpv6.GetAddressBytes(), .. RoutedToAliceByIpv6.GetAddressBytes()])),
        },
        new("ipv6 forwarding is 1", TheWall, "the host hears what alice tells all routers")
        {
            Spoil = () => SetAsync("ipv6", "forwarding", "1"),
            Bare = wall.FallAsync,
            TryAsync = () => ReachesAsync("to-host-6-echo: ", FrameMaker.Between(ControlAddress.Guest, "ff02::2") with { TargetMac = "33:33:00:00:00:02" }, frame => frame.Echo(frame.Id)),
        },
    ];

    /// <summary>Tries an attack, and makes everything whole again.</summary>
    /// <param name="mutant">The attack.</param>
    /// <param name="isSpoilt">Whether the setting is wrong.</param>
    /// <param name="isBare">Whether the other layer is gone.</param>
    internal async Task<bool> TryAsync(LinkMutant mutant, bool isSpoilt, bool isBare)
    {
        attempt++;
        if (isSpoilt) await mutant.Spoil();
        if (isBare) await mutant.Bare();
        var came = await mutant.TryAsync();
        foreach (var (path, value) in before) await File.WriteAllTextAsync(path, value);
        before.Clear();
        SpeakArp(speaks: false);
        await wall.MendAsync();
        return came;
    }

    public async ValueTask DisposeAsync()
    {
        probe.Dispose();
        await agent.DisposeAsync();
        wall.Dispose();
        await sandbox.DisposeAsync();
    }

    // A default route, and a network that is on the link.
    private byte[] Advertisement =>
        [64, 0, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 3, 4, 64, 0x80, 0, 0, 0x0E, 0x10, 0, 0, 0x0E, 0x10, 0, 0, 0, 0, .. LearntNetwork.GetAddressBytes()];

    private byte[] EchoAnswer => new FrameMaker(HostAddress, RoutedToAlice).Icmp(0, 0, new byte[12]);

    private byte[] Udp(FrameMaker frame) => frame.Udp(volley.Port, 7_000, "x");

    private Task SetAsync(string family, string setting, string value, string link = Tap)
    {
        var path = $"/proc/sys/net/{family}/conf/{link}/{setting}";
        _ = before.TryAdd(path, File.ReadAllText(path));
        return File.WriteAllTextAsync(path, value);
    }

    private async Task BareAsync(string setting, string ofTheHost)
    {
        await wall.FallAsync();
        await SetAsync("ipv4", setting, ofTheHost, "all");
    }

    private Task SpeakArpAsync()
    {
        SpeakArp(speaks: true);
        return Task.CompletedTask;
    }

    // A link that changes so forgets its neighbours.
    private void SpeakArp(bool speaks) => FarEnd.Apply(new RtBatch()
        .ChangeLink(Index, new LinkChange { Arp = speaks })
        .AddNeighbour(new Neighbour(Index, alice.Address, HardwareAddress.Parse(MacAddress.Guest)))
        .AddNeighbour(new Neighbour(Index, IPAddress.Parse(ControlAddress.Guest), HardwareAddress.Parse(MacAddress.Guest))));

    private Task<bool> ReachesAsync(string how, FrameMaker frame, Func<FrameMaker, byte[]> write)
    {
        volley.Begin();
        volley.Send("it", alice.Inject, frame, write);
        Seen = volley.Picture();
        return Task.FromResult(Seen.Any(line => line.StartsWith(how, StringComparison.Ordinal)));
    }

    // The agent's answer goes the same way as what the host may have said before it.
    private async Task<bool> AnsweredAsync(IPAddress asked)
    {
        alice.Wire.Forget();
        alice.Inject(new FrameMaker(alice.Address, asked).Arp(1));
        var control = ControlEndpoint.Find(alice.Owner.Slot, ControlAddress.ControlPort).Succeed();
        using var socket = control.OpenSocket();
        await Talk.AskAsync(socket, control.Remote);
        return alice.Wire.Heard.Any(packet => packet.EtherType == Packet.Arp);
    }

    private Task<bool> TeachesAsync(IPAddress learnt, byte[] frame)
    {
        alice.Inject(frame);
        return Task.FromResult(NeighbourTable.AllOf(Tap).Contains(learnt.ToString()));
    }

    private async Task<bool> TeachesRouteAsync(byte[] frame)
    {
        alice.Inject(frame);
        var network = Convert.ToHexStringLower(LearntNetwork.GetAddressBytes());
        return (await File.ReadAllLinesAsync("/proc/net/ipv6_route")).Any(route => route.StartsWith(network, StringComparison.Ordinal) && route.EndsWith($" {Tap}", StringComparison.Ordinal));
    }
}
