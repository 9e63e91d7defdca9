using System.Net;
using System.Net.Sockets;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Host.Network;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>Policies of names: whom a guest asks, and where it may go by what it was told. Only nftables has elements that expire.</summary>
[Collection(NetCollection.Name)]
public sealed class NamesTests : IAsyncLifetime
{
    private const string Api = "api.example.org";
    private const int Ear = 7_000;

    private static readonly IPEndPoint Web = new(Outside.Elsewhere, 443);

    private readonly Dictionary<Guest, string> policies = [];
    private NetSandbox sandbox = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        sandbox = await NetSandbox.StartAsync((paths, plan, config) => new TenantNetwork(paths, plan, config), new NetworkConfig { Firewall = NetworkConfig.Nftables });

    public ValueTask DisposeAsync() => sandbox.DisposeAsync();

    [Fact]
    public async Task what_a_guest_asks_of_its_resolvers_comes_to_the_edge_and_the_reply_seems_to_be_theirs()
    {
        var alice = await MoveInAsync("alice", 0, $"allow:{Api}");
        await using var edge = UdpEar.OpenOnHost(NameService.EdgePort);
        using var streams = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        streams.Bind(new IPEndPoint(IPAddress.Any, NameService.EdgePort));
        streams.Listen();
        await using var ear = await UdpEar.OpenAsync(alice.Place, 5_353);

        ear.Say("a name?", new IPEndPoint(Outside.Resolver, 53));
        var from = await edge.UntilAsync("a name?");
        Assert.Equal(new IPEndPoint(alice.Address, 5_353), from);
        edge.Say("there", from);
        Assert.Equal(new IPEndPoint(Outside.Resolver, 53), await ear.UntilAsync("there"));

        using var asks = await alice.Place.DoAsync(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        await asks.ConnectAsync(new IPEndPoint(Outside.SecondResolver, 53), Token);
        using var asked = await streams.AcceptAsync(Token);
        Assert.Equal(alice.Address, ((IPEndPoint)asked.RemoteEndPoint!).Address);
        Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.DestinationPort == 53);
    }

    [Fact]
    public async Task nobody_asks_the_edge_but_a_guest_of_names_under_its_own_address_and_of_its_resolvers()
    {
        var alice = await MoveInAsync("alice", 0, $"allow:{Api}");
        var bob = await sandbox.MoveInAsync("bob", 1);
        var carol = await MoveInAsync("carol", 2, "allow:203.0.113.9");
        await using var edge = UdpEar.OpenOnHost(NameService.EdgePort);
        await using var resolver = await UdpEar.OpenAsync(sandbox.Outside.Place, 53);

        var gateway = sandbox.Plan.HostAddressOf(alice.Owner.Slot);
        alice.Inject(alice.To(gateway).Udp(40_000, NameService.EdgePort, "past the rule"));
        alice.Inject(alice.To(gateway).Udp(40_000, 53, "its gateway"));
        alice.Inject(alice.To(Outside.Host).Udp(40_000, NameService.EdgePort, "the uplink"));
        alice.Inject(alice.To(Outside.Public).Udp(40_000, 53, "another resolver"));
        alice.Inject(alice.To(Outside.Public).Udp(40_000, NameService.EdgePort, "out"));
        alice.Inject(new FrameMaker(bob.Address, Outside.Resolver).Udp(40_000, 53, "as bob"));
        bob.Inject(new FrameMaker(alice.Address, Outside.Resolver).Udp(40_000, 53, "as alice"));
        carol.Inject(carol.To(Outside.Resolver).Udp(40_000, 53, "without names"));
        sandbox.Outside.Inject(Outside.To(Outside.Host).Udp(40_000, NameService.EdgePort, "the world"));
        bob.Inject(bob.To(Outside.Resolver).Udp(40_001, 53, "bob's own"));
        _ = await resolver.UntilAsync("bob's own");
        alice.Inject(alice.To(Outside.Resolver).Udp(40_001, 53, "alice's own"));
        _ = await edge.UntilAsync("alice's own");

        Assert.Equal(["alice's own"], edge.Words);
        Assert.Equal(["bob's own"], resolver.Words);
    }

    [Fact]
    public async Task a_guest_goes_where_a_name_led_it_on_that_names_ports_and_nowhere_else()
    {
        var alice = await MoveInAsync("alice", 0, $"allow:{Api}:443,*.example.net");
        await using var web = await EchoServer.ListenAsync(sandbox.Outside.Place, 443);
        await using var other = await EchoServer.ListenAsync(sandbox.Outside.Place, 444);
        await using var ear = await UdpEar.OpenAsync(sandbox.Outside.Place, Ear);

        alice.Inject(alice.To(Outside.Elsewhere).Syn(40_000, 443));
        await OpenAsync(alice, Api, Outside.Elsewhere);
        await Talk.AskFromAsync(alice.Place, Web);
        alice.Inject(alice.To(Outside.Elsewhere).Syn(40_001, 444));
        alice.Inject(alice.To(Outside.Public).Syn(40_001, 443));
        await OpenAsync(alice, "cdn.example.net", Outside.Public);
        await Talk.AskFromAsync(alice.Place, new IPEndPoint(Outside.Public, 444));
        alice.Inject(alice.To(Outside.Public).Udp(40_002, Ear, "on every port"));
        _ = await ear.UntilAsync("on every port");

        Assert.Single(web.Visitors);
        Assert.Single(other.Visitors);
        Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.SourcePort is 40_000 or 40_001);
        Assert.Empty(await FaultsAsync(alice));
    }

    [Fact]
    public async Task what_a_name_led_to_closes_by_itself_and_stays_open_when_it_is_asked_again()
    {
        var alice = await MoveInAsync("alice", 0, $"allow:{Api}:443,{Api}:8000-8099");
        var before = await sandbox.ListAsync();

        await OpenAsync(alice, Api, Outside.Elsewhere, seconds: 1);
        Assert.Equal(before.Count + 2, (await sandbox.ListAsync()).Count);
        await OpenAsync(alice, Api, Outside.Elsewhere, seconds: 600);
        await OpenAsync(alice, Api, Outside.Public, seconds: 1);

        Assert.True(await Eventually.HoldsAsync(async () => (await sandbox.ListAsync()).Count == before.Count + 2, Token));
        Assert.All((await sandbox.ListAsync()).Except(before), element => Assert.Contains($"{Outside.Elsewhere}", element, StringComparison.Ordinal));
    }

    [Fact]
    public async Task resolvers_inside_tls_are_shut_whatever_leads_to_them_unless_the_policy_has_their_address()
    {
        var alice = await MoveInAsync("alice", 0, $"allow:{Api},0.0.0.0/0:443,0.0.0.0/0:853,{Outside.SecondResolver}:853");
        await using var tls = await EchoServer.ListenAsync(sandbox.Outside.Place, 443);
        await using var dot = await EchoServer.ListenAsync(sandbox.Outside.Place, 853);
        await OpenAsync(alice, Api, Outside.Resolver);

        alice.Inject(alice.To(Outside.Resolver).Syn(40_000, 443));
        alice.Inject(alice.To(Outside.Resolver).Udp(40_000, 443, "by QUIC"));
        alice.Inject(alice.To(Outside.Public).Syn(40_000, 853));
        alice.Inject(alice.To(Outside.Public).Udp(40_000, 853, "by QUIC"));
        await Talk.AskFromAsync(alice.Place, Web);
        await Talk.AskFromAsync(alice.Place, new IPEndPoint(Outside.SecondResolver, 853));

        Assert.Single(tls.Visitors);
        Assert.Single(dot.Visitors);
        Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.SourcePort == 40_000);
    }

    [Fact]
    public async Task a_changed_policy_keeps_the_connections_of_names_that_it_still_has_and_cuts_the_others()
    {
        var alice = await MoveInAsync("alice", 0, $"allow:{Api}:443,old.example.org:443");
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 443);
        await OpenAsync(alice, Api, Outside.Elsewhere);
        await OpenAsync(alice, "old.example.org", Outside.Public);
        using var kept = await alice.Place.DoAsync(() => new Socket(SocketType.Stream, ProtocolType.Tcp));
        using var cut = await alice.Place.DoAsync(() => new Socket(SocketType.Stream, ProtocolType.Tcp));
        await Talk.AskAsync(kept, Web);
        await Talk.AskAsync(cut, new IPEndPoint(Outside.Public, 443));

        await sandbox.AttachAsync(alice.Owner, Policy($"allow:{Api}:443,new.example.org:443"));
        _ = await cut.SendAsync("still there?"u8.ToArray(), Token);
        await Talk.AskAsync(kept, Web, "still here");

        Assert.DoesNotContain(sandbox.Outside.Wire.Heard, packet => packet.Payload == "still there?");
        // What was found out under the policy before comes too late.
        var refused = await sandbox.Network.OpenNameAsync(Named(alice, policies[alice], "old.example.org", Outside.Public), Token);
        Assert.Equal(NetworkErrors.NameRefused, refused.Error.Code);
    }

    [Fact]
    public async Task the_same_policy_again_keeps_what_names_led_to_and_another_without_names_keeps_nothing()
    {
        var alice = await MoveInAsync("alice", 0, $"allow:{Api}");
        await OpenAsync(alice, Api, Outside.Elsewhere);
        var open = await sandbox.ListAsync();

        await sandbox.AttachAsync(alice.Owner, Policy($"allow:{Api}"));
        Assert.Equal(open, await sandbox.ListAsync());
        await sandbox.AttachAsync(alice.Owner, EgressPolicy.None);
        Assert.DoesNotContain(await sandbox.ListAsync(), element => element.Contains("lobster-name", StringComparison.Ordinal));

        var refused = await sandbox.Network.OpenNameAsync(Named(alice, $"allow:{Api}", Api, Outside.Elsewhere), Token);
        Assert.Equal(NetworkErrors.NameRefused, refused.Error.Code);
    }

    [Fact]
    public async Task what_names_led_to_goes_with_its_tenant()
    {
        var alice = await MoveInAsync("alice", 0, $"allow:{Api}:1-100,b.example.org:50-200,9.9.9.9");
        await OpenAsync(alice, Api, Outside.Elsewhere);
        await OpenAsync(alice, "b.example.org", Outside.Elsewhere);

        await sandbox.MoveOutAsync(alice);

        Assert.Empty(await sandbox.ListAsync());
        var refused = await sandbox.Network.OpenNameAsync(Named(alice, $"allow:{Api}", Api, Outside.Elsewhere), Token);
        Assert.Equal(NetworkErrors.NameRefused, refused.Error.Code);
        Assert.Empty(await sandbox.ListAsync());
    }

    [Fact]
    public async Task a_name_too_long_to_be_noted_is_opened_all_the_same()
    {
        var name = string.Join('.', Enumerable.Repeat(new string('a', 60), 3)) + ".example.org";
        var alice = await MoveInAsync("alice", 0, $"allow:{name}");
        await using var world = await EchoServer.ListenAsync(sandbox.Outside.Place, 443);

        await OpenAsync(alice, name, Outside.Elsewhere);

        await Talk.AskFromAsync(alice.Place, Web);
    }

    private static EgressPolicy Policy(string text) => EgressPolicy.Parse(text).Succeed();

    private static NamedAddresses Named(Guest guest, string policy, string name, IPAddress address, int seconds = 60) =>
        new(guest.Owner, Policy(policy), name, [address], TimeSpan.FromSeconds(seconds));

    private async Task<Guest> MoveInAsync(string name, int slot, string policy)
    {
        var guest = await sandbox.MoveInAsync(name, slot);
        policies[guest] = policy;
        await sandbox.AttachAsync(guest.Owner, Policy(policy));
        return guest;
    }

    private Task OpenAsync(Guest guest, string name, IPAddress address, int seconds = 60) =>
        sandbox.MustAsync(network => network.OpenNameAsync(Named(guest, policies[guest], name, address, seconds), Token));

    private async Task<IReadOnlyList<string>> FaultsAsync(Guest guest) =>
        (await sandbox.Network.FaultsOfWallAsync(new AttachNetworkInput(guest.Owner, []) { Egress = Policy(policies[guest]) }, Token)).Succeed();
}
