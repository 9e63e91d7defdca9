using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Linux.Netlink;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>Two guests that may go everywhere, two that may not, one that is open in part, a world, and the host's users.</summary>
internal sealed class Neighbourhood : IWorld
{
    /// <summary>The uplink's address, which the world's frames are sent to.</summary>
    internal const string UplinkMac = "02:00:5e:00:53:01";

    private const int Workload = 9_000;
    private const int Ear = 7_000;
    private const int LedToItself = 4_444;
    private const int HostPort = 8_080;
    private const uint Stranger = 54_321;

    // How seldom, in ms, a host says to the same guest that its packet came to nothing; otherwise one round in so many would differ from the others.
    private const string ToldSeldom = "/proc/sys/net/ipv4/icmp_ratelimit";

    private const string Ipv6Routes = "/proc/net/ipv6_route";

    // Public, and the host's way there leads to bob.
    private static readonly IPAddress RoutedToBob = IPAddress.Parse("203.0.113.77");

    // The host's way there leads to the world.
    private static readonly IPAddress FarByIpv6 = IPAddress.Parse("2001:db8:1::9");

    private readonly Probe probe = new();
    private readonly Volley volley;
    private readonly Guest alice;
    private readonly Guest bob;
    private readonly Guest carol;
    private readonly Guest dave;

    // Its connections could not be forgotten, so it must have none.
    private readonly Guest erin;

    // Null where the firewall follows no names.
    private readonly Guest? frank;
    private readonly UdpEar edge = UdpEar.OpenOnHost(NameService.EdgePort);

    // What the host begins with bob goes on: a connection that is reset is none that anything could be said about.
    private readonly EchoServer bobs;

    private Neighbourhood(NetSandbox sandbox, Guest alice, Guest bob, Guest carol, Guest dave, Guest erin, Guest? frank, EchoServer bobs)
    {
        (Sandbox, this.alice, this.bob, this.carol, this.dave, this.erin, this.frank, this.bobs) = (sandbox, alice, bob, carol, dave, erin, frank, bobs);
        volley = new Volley(probe);
    }

    /// <inheritdoc/>
    public NetSandbox Sandbox { get; }

    // Of the pool, no guest's, and the host's way there leads to the world.
    private static IPAddress NobodysIn(NetSandbox sandbox) => sandbox.Plan.GuestAddressOf(new(2_000));

    private static FrameMaker Uplink(IPAddress target) => Outside.To(target) with { TargetMac = UplinkMac, Service = Probe.WorldService };

    /// <summary>Moves everybody in.</summary>
    internal static async Task<Neighbourhood> StartAsync(NetSandbox sandbox, IMutantWall wall)
    {
        await File.WriteAllTextAsync(ToldSeldom, "0");
        var index = RtNetlink.IndexOf(Outside.Uplink).Succeed();
        FarEnd.Apply(new RtBatch().ChangeLink(index, new LinkChange { Mac = HardwareAddress.Parse(UplinkMac) }));

        // A while after its carrier is there the kernel lets the uplink take what is sent to everybody by IPv6.
        var takes = await Eventually.HoldsAsync(
            () => File.ReadLines(Ipv6Routes).Any(route => route.StartsWith("ff00", StringComparison.Ordinal) && route.EndsWith(Outside.Uplink, StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        Assert.True(takes, "the uplink takes no multicast");

        // Alice says that an agent's ports are her own: they stay the agent's.
        var alice = await sandbox.MoveInAsync("alice", 0, Workload, ControlAddress.ControlPort, ControlAddress.HealthPort);
        var bob = await sandbox.MoveInAsync("bob", 1, Workload);
        var carol = await sandbox.MoveInAsync("carol", 2);
        var dave = await sandbox.MoveInAsync("dave", 3);
        var erin = await sandbox.MoveInAsync("erin", 4);
        wall.Unmark(erin);
        await sandbox.AttachAsync(carol.Owner, EgressPolicy.Parse($"allow:{Outside.Elsewhere}:443").Succeed());
        await sandbox.AttachAsync(dave.Owner, EgressPolicy.Parse($"allow:{Outside.Public},{Outside.Resolver}").Succeed());
        HostFirewall.LeadToItself(LedToItself, Outside.Host, HostPort);
        var frank = sandbox.Network.AnswersNames ? await MoveFrankInAsync(sandbox) : null;
        FarEnd.Apply(new RtBatch()
            .AddRoute(new LinkRoute(RtNetlink.IndexOf(bob.Tap).Succeed(), RoutedToBob, 32, bob.Address))
            .AddRoute(new LinkRoute(index, FarByIpv6, 128, IPAddress.Parse("fe80::77")))
            .AddRoute(new LinkRoute(index, NobodysIn(sandbox), 32, Outside.Public)));
        return new Neighbourhood(sandbox, alice, bob, carol, dave, erin, frank, await EchoServer.ListenAsync(bob.Place, Workload));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> TryAllAsync()
    {
        volley.Begin();
        Outwards();
        Policies();
        if (frank is not null) Names(frank);
        Spoofs();
        Controls();
        Neighbours();
        Hosts();
        Inwards();
        await UsersAsync();
        return volley.Picture();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        probe.Dispose();
        HostFirewall.ForgetLeading();
        await edge.DisposeAsync();
        await bobs.DisposeAsync();
        await Sandbox.DisposeAsync();
        await File.WriteAllTextAsync(ToldSeldom, "1000");
    }

    private void Outwards()
    {
        Alice("to the world", Outside.Public, Udp(Ear));
        Alice("to the world again", Outside.Public, Udp(Ear));
        World("the world's answer to alice", Outside.Host, frame => frame.Udp(Ear, volley.Port, "yes"));
        Alice("to the world after its answer", Outside.Public, Udp(Ear));
        World("that alice's packet came to nothing", Outside.Host, frame => frame.Icmp(3, 1, [0, 0, 0, 0, .. new FrameMaker(Outside.Host, Outside.Public).Udp(volley.Port, Ear, "x")[14..42]]));
        Alice("a question to the world", Outside.Public, Syn(80));
        Alice("an echo of the world", Outside.Public, Echo);
        Alice("an echo that looks like a name", Outside.Elsewhere, frame => frame.EchoLikePort(53, (ushort)volley.Port));
        Alice("a packet that lives no longer", alice.To(Outside.Public) with { Hops = 1 }, Udp(Ear + 1));
        Alice("a name, of the resolver", Outside.Resolver, Udp(53));
        Alice("a name, of the other resolver", Outside.SecondResolver, Syn(53));
        Alice("a name, of the world", Outside.Public, Udp(53));
        Alice("a name, of another place", Outside.Elsewhere, Syn(53));
        Alice("a reset of nothing", Outside.Public, frame => frame.Tcp(volley.Port, 81, Packet.Reset));
        Bob("to the world", Outside.Public, Udp(Ear));
        Alice("that the world's answer to bob came to nothing", Outside.Public, frame => frame.Icmp(3, 1, [0, 0, 0, 0, .. new FrameMaker(Outside.Public, bob.Address).Udp(Ear, volley.Port, "x")[14..42]]));
        foreach (var target in Outside.Forbidden) Alice($"to {target}", IPAddress.Parse(target), Syn(80));
        Alice("to nobody's address in the pool", NobodysIn(Sandbox), Syn(80));
        volley.Send("erin: to the world", erin.Inject, erin.To(Outside.Public), Syn(80));
    }

    private void Policies()
    {
        Carol("what she may", Outside.Elsewhere, Syn(443));
        Carol("what she may, in datagrams", Outside.Elsewhere, Udp(443));
        Carol("what she may, again", Outside.Elsewhere, Syn(443));
        Carol("another port", Outside.Elsewhere, Syn(444));
        Carol("another port, in datagrams", Outside.Elsewhere, Udp(444));
        Carol("another place, in datagrams", Outside.Public, Udp(443));
        Carol("another place", Outside.Public, Syn(443));
        Carol("a name", Outside.Resolver, Udp(53));
        Carol("an echo", Outside.Elsewhere, Echo);
        Carol("an echo that looks like what she may", Outside.Elsewhere, frame => frame.EchoLikePort(443, (ushort)volley.Port));
        Dave("what he may", Outside.Public, Syn(81));
        Dave("an echo", Outside.Public, Echo);
        Dave("another place", Outside.Elsewhere, Syn(443));
        Dave("another place, in datagrams", Outside.Elsewhere, Udp(443));
        Dave("a resolver that he may", Outside.Resolver, Syn(443));
    }

    // One of two names leads to a port of the world, the other one to all of another place.
    private static async Task<Guest> MoveFrankInAsync(NetSandbox sandbox)
    {
        const string Here = "here.example.org";
        const string There = "there.example.org";
        var frank = await sandbox.MoveInAsync("frank", 5);
        var policy = EgressPolicy.Parse($"allow:{Here}:443,{There},9.9.9.0/24:443,{Outside.SecondResolver}").Succeed();
        await sandbox.AttachAsync(frank.Owner, policy);
        foreach (var (name, address) in ((string, IPAddress)[])[(Here, Outside.Public), (There, Outside.Elsewhere)])
            await sandbox.MustAsync(network => network.OpenNameAsync(new NamedAddresses(frank.Owner, policy, name, [address], TimeSpan.FromDays(1)), TestContext.Current.CancellationToken));
        return frank;
    }

    private void Names(Guest frank)
    {
        Frank("a name, of the resolver", Outside.Resolver, Udp(NameService.Port));
        edge.Say("yes", new IPEndPoint(frank.Address, volley.Port));
        Frank("a name again, of the resolver", Outside.Resolver, Udp(NameService.Port));
        Frank("a name, of the other resolver", Outside.SecondResolver, Syn(NameService.Port));
        Frank("a name, of another place", Outside.Elsewhere, Udp(NameService.Port));
        Frank("another port of the resolver", Outside.Resolver, Syn(80));
        Frank("the resolver, inside TLS", Outside.Resolver, Syn(443));
        Frank("a resolver that his policy has, inside TLS", Outside.SecondResolver, Syn(NameService.PortInTls));
        Frank("where a name leads", Outside.Public, Syn(443));
        Frank("where a name leads, in datagrams", Outside.Public, Udp(443));
        Frank("another port of where a name leads", Outside.Public, Syn(444));
        Frank("an echo that looks like where a name leads", Outside.Public, frame => frame.EchoLikePort(443, (ushort)volley.Port));
        Frank("any port of where the other name leads", Outside.Elsewhere, Syn(80));
        Frank("a name inside TLS, of where the other name leads", Outside.Elsewhere, Syn(NameService.PortInTls));
        Frank("a name inside QUIC, of where the other name leads", Outside.Elsewhere, Udp(NameService.PortInTls));
        Frank("an echo that looks like a name inside TLS", Outside.Elsewhere, frame => frame.EchoLikePort(NameService.PortInTls, (ushort)volley.Port));

        void Frank(string name, IPAddress target, Func<FrameMaker, byte[]> write) => volley.Send($"frank: {name}", frank.Inject, frank.To(target), write);
    }

    private void Spoofs()
    {
        foreach (var (name, source) in ((string, IPAddress)[])
        [
            ("bob", bob.Address), ("her host", Sandbox.Plan.HostAddressOf(alice.Owner.Slot)), ("nobody", IPAddress.Any), ("a stranger", IPAddress.Parse("8.8.8.8")),
            ("an agent", IPAddress.Parse(ControlAddress.GuestIpv4)), ("the world", Outside.Elsewhere),
        ])
        {
            Alice($"as {name}", new FrameMaker(source, Outside.Public), Udp(Ear));
            Alice($"as {name}, from an agent's port", new FrameMaker(source, Outside.Public), frame => frame.Syn(ControlAddress.ControlPort, 80));
        }
        Alice("with another card", alice.To(Outside.Public) with { SourceMac = "02:6d:00:00:00:66" }, Udp(Ear));
        Bob("as alice", new FrameMaker(alice.Address, Outside.Public), Udp(Ear));
    }

    private void Controls()
    {
        foreach (var (who, guest) in ((string, Guest)[])[("alice", alice), ("bob", bob)])
        {
            foreach (var from in (int[])[ControlAddress.ControlPort, ControlAddress.HealthPort, volley.Port])
            {
                Control($"{who}'s agent from {(from == volley.Port ? "another port" : from)}", guest, ControlAddress.GuestIpv4, ControlAddress.HostIpv4, (frame, to) => frame.Syn(from, to));
                Control($"{who}'s agent from {(from == volley.Port ? "another port" : from)}, by IPv6", guest, ControlAddress.Guest, ControlAddress.Host, (frame, to) => frame.Syn(from, to));
            }
        }

        foreach (var (name, source, target) in ((string, string, string)[])
        [
            ("to another host", ControlAddress.GuestIpv4, "169.254.52.9"), ("of another agent", "169.254.52.9", ControlAddress.HostIpv4), ("to her host's address", ControlAddress.GuestIpv4, Sandbox.Plan.HostAddressOf(alice.Owner.Slot).ToString()),
            ("by IPv6 to all", ControlAddress.Guest, "ff02::1"), ("by IPv6 of another agent", "fe80::66", ControlAddress.Host),
        ])
        {
            Control($"alice's agent {name}", alice, source, target, (frame, to) => frame.Syn(ControlAddress.ControlPort, to));
            Control($"alice's agent {name}, in datagrams", alice, source, target, (frame, to) => frame.Udp(ControlAddress.ControlPort, to, "x"));
        }
        foreach (var (name, source, target) in ((string, string, string)[])[("", ControlAddress.GuestIpv4, ControlAddress.HostIpv4), (", by IPv6", ControlAddress.Guest, ControlAddress.Host)])
            Control($"alice's agent with another card{name}", alice, source, target, (frame, to) => (frame with { SourceMac = "02:6d:00:00:00:66" }).Syn(ControlAddress.ControlPort, to));
        Control("alice's agent in datagrams", alice, ControlAddress.GuestIpv4, ControlAddress.HostIpv4, (frame, to) => frame.Udp(ControlAddress.ControlPort, to, "x"));
        Control("alice's agent in datagrams, by IPv6", alice, ControlAddress.Guest, ControlAddress.Host, (frame, to) => frame.Udp(ControlAddress.ControlPort, to, "x"));
    }

    private void Neighbours()
    {
        Alice("to bob's workload", bob.Address, Syn(Workload));
        Alice("to bob's agent", bob.Address, Syn(ControlAddress.ControlPort));
        Alice("a datagram to bob", bob.Address, Udp(Ear));
        Alice("an echo of bob", bob.Address, Echo);
        Alice("to what is routed to bob", RoutedToBob, Syn(80));
    }

    private void Hosts()
    {
        foreach (var (name, target) in ((string, IPAddress)[])[("her host", Sandbox.Plan.HostAddressOf(alice.Owner.Slot)), ("the host's uplink", Outside.Host)])
        {
            Alice($"to {name}", target, Syn(8_080));
            Alice($"from an agent's port to {name}", target, frame => frame.Syn(ControlAddress.ControlPort, 8_080));
            Alice($"a datagram to {name}", target, Udp(53));
            Alice($"an echo of {name}", target, Echo);
            Alice($"to where names are heard, of {name}", target, Udp(NameService.EdgePort));
        }

        // Somebody else's rule leads her to the host: that the kernel took her there is no reason to let her in.
        Alice("to what leads to the host itself", Outside.Elsewhere, Syn(LedToItself));

        // A connection to the world whose far end becomes the host's own: it goes on as the guest's, not as an answer.
        Alice("to what becomes the host's", Outside.Elsewhere, Udp(Ear));
        World("its answer", Outside.Host, frame => (frame with { Source = Outside.Elsewhere }).Udp(Ear, volley.Port, "yes"));
        var uplink = RtNetlink.IndexOf(Outside.Uplink).Succeed();
        var address = new LinkAddress(uplink, Outside.Elsewhere, 32);
        FarEnd.Apply(new RtBatch().AddAddress(address));
        Alice("to what became the host's", Outside.Elsewhere, Udp(Ear));
        FarEnd.Apply(new RtBatch().RemoveAddress(address));
    }

    private void Inwards()
    {
        World("the world to alice", alice.Address, frame => frame.Syn(volley.Port, Workload));
        World("a datagram of the world to alice", alice.Address, frame => frame.Udp(volley.Port, Ear, "x"));
        World("an echo of alice", alice.Address, Echo);
        World("to the host itself", Outside.Host, frame => frame.Syn(volley.Port, 8_080));
        volley.SendTo("world: to the host itself by IPv6", Sandbox.Outside.Inject, FrameMaker.Between("fe80::77", "ff02::1") with { TargetMac = "33:33:00:00:00:01" }, (frame, to) => frame.Syn(volley.Port, to));
        World("to where names are heard", Outside.Host, frame => frame.Syn(volley.Port, NameService.EdgePort));
        World("to where names are heard, in datagrams", Outside.Host, frame => frame.Udp(volley.Port, NameService.EdgePort, "x"));
        World("an echo that looks like where names are heard", Outside.Host, frame => frame.EchoLikePort(NameService.EdgePort, (ushort)volley.Port));
        World("past the host, to another place", Outside.Elsewhere, frame => frame.Syn(volley.Port, 80));
        World("to alice through what is the host's", Outside.Host, frame => frame.Udp(Ear + 7, volley.Port, "x"));
    }

    private async Task UsersAsync()
    {
        var (edge, caddy) = (Sandbox.Paths.Instance.EdgeUid, Sandbox.Paths.Instance.CaddyUid);
        foreach (var (who, uid) in ((string, uint)[])[("root", 0), ("the edge", edge), ("caddy", caddy), ("a stranger", Stranger)])
        {
            foreach (var port in (int[])[ControlAddress.ControlPort, ControlAddress.HealthPort, Workload])
            {
                await ToAsync($"{who} to alice's agent at {port}", uid, alice, port);
                _ = await volley.ConnectAsync($"{who} to alice's agent at {port}, IPv4", uid, new IPEndPoint(IPAddress.Parse(ControlAddress.GuestIpv4), port), alice.Tap);
            }
            foreach (var port in (int[])[Workload, 9_999, ControlAddress.ControlPort, ControlAddress.HealthPort])
                _ = await volley.ConnectAsync($"{who} to alice's port {port}", uid, new IPEndPoint(alice.Address, port));
        }
        await ToAsync("root to bob's agent", 0, bob, ControlAddress.ControlPort);
        _ = await volley.ConnectAsync("root to bob's agent, IPv4", 0, new IPEndPoint(IPAddress.Parse(ControlAddress.GuestIpv4), ControlAddress.ControlPort), bob.Tap);

        _ = await volley.ConnectAsync("root to alice's address by bob's TAP", 0, new IPEndPoint(alice.Address, Workload), bob.Tap);
        _ = await volley.ConnectAsync(
            "root to another address on alice's TAP", 0, new IPEndPoint(new IPAddress(IPAddress.Parse("fe80::66").GetAddressBytes(), RtNetlink.IndexOf(alice.Tap).Succeed()), ControlAddress.ControlPort));
        _ = await volley.ConnectAsync("root to the world by IPv6", 0, new IPEndPoint(FarByIpv6, 80));
        _ = await volley.ConnectAsync("root to the world", 0, new IPEndPoint(Outside.Public, 80));
        _ = await volley.ConnectAsync("a stranger to the world", Stranger, new IPEndPoint(Outside.Public, 80));
        var (first, last) = Sandbox.Paths.Instance.VmmUids;
        foreach (var (who, uid) in ((string, uint)[])[("the first VMM", first), ("the last VMM", last)])
        {
            _ = await volley.ConnectAsync($"{who} to the world", uid, new IPEndPoint(Outside.Public, 80));
            _ = await volley.ConnectAsync($"{who} to the world by IPv6", uid, new IPEndPoint(FarByIpv6, 80));
        }

        // An answer that is none: it speaks of a connection that the host began, and is not part of it.
        var (host, from) = (Sandbox.Plan.HostAddressOf(bob.Owner.Slot), await volley.ConnectAsync("root to bob's workload", 0, new IPEndPoint(bob.Address, Workload)));
        Bob("that a packet of the host's came to nothing", host, frame => frame.Icmp(3, 1, [0, 0, 0, 0, .. new FrameMaker(host, bob.Address).Syn(from, Workload)[14..42]]));
    }

    private Task<int> ToAsync(string name, uint uid, Guest guest, int port) =>
        volley.ConnectAsync(name, uid, new IPEndPoint(new IPAddress(IPAddress.Parse(ControlAddress.Guest).GetAddressBytes(), RtNetlink.IndexOf(guest.Tap).Succeed()), port));

    private Func<FrameMaker, byte[]> Udp(int to) => frame => frame.Udp(volley.Port, to, "x");

    private Func<FrameMaker, byte[]> Syn(int to) => frame => frame.Syn(volley.Port, to);

    private byte[] Echo(FrameMaker frame) => frame.Echo((ushort)volley.Port);

    private void Alice(string name, IPAddress target, Func<FrameMaker, byte[]> write) => Alice(name, alice.To(target), write);

    private void Alice(string name, FrameMaker frame, Func<FrameMaker, byte[]> write) => volley.Send($"alice: {name}", alice.Inject, frame, write);

    private void Bob(string name, IPAddress target, Func<FrameMaker, byte[]> write) => Bob(name, bob.To(target), write);

    private void Bob(string name, FrameMaker frame, Func<FrameMaker, byte[]> write) => volley.Send($"bob: {name}", bob.Inject, frame, write);

    private void Carol(string name, IPAddress target, Func<FrameMaker, byte[]> write) => volley.Send($"carol: {name}", carol.Inject, carol.To(target), write);

    private void Dave(string name, IPAddress target, Func<FrameMaker, byte[]> write) => volley.Send($"dave: {name}", dave.Inject, dave.To(target), write);

    private void World(string name, IPAddress target, Func<FrameMaker, byte[]> write) => volley.Send($"world: {name}", Sandbox.Outside.Inject, Uplink(target), write);

    private void Control(string name, Guest guest, string source, string target, Func<FrameMaker, int, byte[]> write)
    {
        var frame = FrameMaker.Between(source, target);
        if (frame.Source.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork) volley.Send(name, guest.Inject, frame, it => write(it, 8_080));
        else volley.SendTo(name, guest.Inject, frame, write);
    }
}
