using System.Globalization;
using System.Net;
using Lobsterd.Domain.Network;
using Lobsterd.Linux.Netlink;
using Lobsterd.Linux.Tun;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// What a TAP is like, and that it is so however often it was asked for.
public abstract partial class TenantNetworkContract
{
    private static readonly HardwareAddress GuestMac = HardwareAddress.Parse(MacAddress.Guest);

    [Fact]
    public async Task a_tap_is_the_slots_own_and_says_whose_it_is()
    {
        var alice = NetSandbox.Owner("alice", 7);

        await AttachAsync(alice, Workload);

        var link = LinkOf(7)!;
        Assert.Equal(sandbox.Paths.Instance.UidOf(alice.Slot), link.TunOwner);
        Assert.True(link.TunPersistent);
        Assert.True(link.Flags.HasFlag(LinkFlags.Up | LinkFlags.NoArp));
        Assert.Equal(HardwareAddress.Parse(MacAddress.Host), link.Mac);
        Assert.Equal($"alice {alice.Id:D}", link.Alias);
        Assert.Equal(["10.66.0.29/30", "fe80::1/64"], AddressesOf(link));
    }

    [Fact]
    public async Task both_of_a_guests_addresses_are_known_for_good()
    {
        await AttachAsync(NetSandbox.Owner("alice", 7));

        var neighbours = NeighbourTable.PermanentOf("lob7");

        Assert.Equal([("10.66.0.30", GuestMac), ("fe80::2", GuestMac)], neighbours);
    }

    [Theory]
    [InlineData("ipv4/conf/lob7/arp_ignore", "8")]
    [InlineData("ipv4/conf/lob7/forwarding", "1")]
    [InlineData("ipv4/conf/lob7/rp_filter", "1")]
    [InlineData("ipv4/conf/lob7/proxy_arp", "0")]
    [InlineData("ipv4/conf/lob7/accept_redirects", "0")]
    [InlineData("ipv4/conf/lob7/send_redirects", "0")]
    [InlineData("ipv4/conf/lob7/accept_source_route", "0")]
    [InlineData("ipv6/conf/lob7/accept_ra", "0")]
    [InlineData("ipv6/conf/lob7/accept_redirects", "0")]
    [InlineData("ipv6/conf/lob7/forwarding", "0")]
    public async Task a_tap_has_its_settings(string setting, string value)
    {
        await AttachAsync(NetSandbox.Owner("alice", 7));

        Assert.Equal(value, (await File.ReadAllTextAsync($"/proc/sys/net/{setting}", Token)).Trim());
    }

    [Theory]
    [InlineData("ipv4/conf/lob7/arp_ignore", "8", "0")]
    [InlineData("ipv4/conf/lob7/forwarding", "1", "0")]
    [InlineData("ipv4/conf/lob7/rp_filter", "1", "2")]
    [InlineData("ipv4/conf/lob7/proxy_arp", "0", "1")]
    [InlineData("ipv4/conf/lob7/accept_redirects", "0", "1")]
    [InlineData("ipv4/conf/lob7/send_redirects", "0", "1")]
    [InlineData("ipv4/conf/lob7/accept_source_route", "0", "1")]
    [InlineData("ipv6/conf/lob7/accept_ra", "0", "2")]
    [InlineData("ipv6/conf/lob7/accept_redirects", "0", "1")]
    [InlineData("ipv6/conf/lob7/forwarding", "0", "1")]
    public async Task a_setting_that_is_another_is_told_and_no_other_taps(string setting, string value, string other)
    {
        var (alice, bob) = (NetSandbox.Owner("alice", 7), NetSandbox.Owner("bob", 8));
        await AttachAsync(alice);
        await AttachAsync(bob);

        await File.WriteAllTextAsync($"/proc/sys/net/{setting}", other, Token);

        Assert.Equal([$"net.{setting.Replace('/', '.')} is not {value}"], sandbox.Network.FaultsOfTap(alice).Succeed());
        Assert.Empty(sandbox.Network.FaultsOfTap(bob).Succeed());
    }

    [Fact]
    public async Task neighbours_that_are_gone_are_told_whatever_neighbours_others_have()
    {
        var (alice, bob) = (NetSandbox.Owner("alice", 7), NetSandbox.Owner("bob", 8));
        await AttachAsync(alice);
        await AttachAsync(bob);

        // The kernel forgets a TAP's neighbours when it changes how they are asked for.
        var index = LinkOf(7)!.Index;
        FarEnd.Apply(new RtBatch().ChangeLink(index, new LinkChange { Arp = true }).ChangeLink(index, new LinkChange { Arp = false }));

        Assert.Equal(["it lacks the neighbour 10.66.0.30", "it lacks the neighbour fe80::2"], sandbox.Network.FaultsOfTap(alice).Succeed());
        Assert.Empty(sandbox.Network.FaultsOfTap(bob).Succeed());
        await AttachAsync(alice);
        Assert.Empty(sandbox.Network.FaultsOfTap(alice).Succeed());
    }

    [Fact]
    public async Task attaching_and_detaching_twice_is_as_once()
    {
        var alice = NetSandbox.Owner("alice", 7);

        await AttachAsync(alice, Workload, 9_001);
        var (once, index) = (await sandbox.ListAsync(), LinkOf(7)!.Index);
        await AttachAsync(alice, Workload, 9_001);
        Assert.Equal(once, await sandbox.ListAsync());
        Assert.Equal(index, LinkOf(7)!.Index);

        await DetachAsync(alice);
        await DetachAsync(alice);
        Assert.Empty(await sandbox.ListAsync());
    }

    [Fact]
    public async Task attaching_again_does_not_disturb_what_runs()
    {
        var alice = await sandbox.MoveInAsync("alice", 7, Workload);
        await using var server = await EchoServer.ListenAsync(alice.Place, Workload);
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        var workload = new IPEndPoint(alice.Address, Workload);
        await Talk.AskAsync(socket, workload);

        await AttachAsync(alice.Owner, Workload, 9_001);
        await sandbox.MustAsync(network => network.EnsureBaseAsync(Token));
        await Talk.AskAsync(socket, workload, "still here");

        Assert.Single(server.Visitors);
    }

    [Fact]
    public async Task what_was_half_made_when_its_maker_died_is_completed_or_removed()
    {
        var (alice, bob) = (NetSandbox.Owner("alice", 7), NetSandbox.Owner("bob", 8));
        foreach (var owner in (Domain.Tenants.VmOwner[])[alice, bob])
            Tap.Create(NetworkPlan.TapOf(owner.Slot), sandbox.Paths.Instance.UidOf(owner.Slot)).Succeed();
        Assert.Equal(["lob7", "lob8"], await sandbox.ListAsync());

        await AttachAsync(alice);
        await DetachAsync(bob);

        Assert.Equal($"alice {alice.Id:D}", LinkOf(7)!.Alias);
        Assert.Null(LinkOf(8));
    }

    [Fact]
    public async Task a_tap_that_lost_what_it_had_is_made_right()
    {
        var alice = await sandbox.MoveInAsync("alice", 7);
        await using var agent = await EchoServer.ListenAsync(alice.Place, ControlAddress.ControlPort);
        var index = LinkOf(7)!.Index;
        FarEnd.Apply(new RtBatch()
            .ChangeLink(index, new LinkChange { Up = false, Arp = true, Alias = "", Group = 0 })
            .RemoveAddress(new LinkAddress(index, sandbox.Plan.HostAddressOf(alice.Owner.Slot), NetworkPlan.TenantPrefix), missingIsFine: true));

        await AttachAsync(alice.Owner);

        Assert.Equal(["10.66.0.29/30", "fe80::1/64"], AddressesOf(LinkOf(7)!));
        Assert.Equal([("10.66.0.30", GuestMac), ("fe80::2", GuestMac)], NeighbourTable.PermanentOf("lob7"));
        await AskAgentAsync(alice);
    }

    [Fact]
    public async Task a_tap_that_is_somebody_elses_is_left_alone()
    {
        Tap.Create("lob7", owner: SomeUser).Succeed();
        await AttachAsync(NetSandbox.Owner("bob", 8));

        var mine = await sandbox.Network.AttachAsync(new AttachNetworkInput(NetSandbox.Owner("alice", 7), []), Token);
        var bobs = await sandbox.Network.AttachAsync(new AttachNetworkInput(NetSandbox.Owner("alice", 8), []), Token);
        await DetachAsync(NetSandbox.Owner("alice", 7));
        await DetachAsync(NetSandbox.Owner("alice", 8));

        Assert.Equal([NetworkErrors.TapForeign, NetworkErrors.TapForeign], [mine.Error.Code, bobs.Error.Code]);
        Assert.Equal(SomeUser, LinkOf(7)!.TunOwner);
        Assert.StartsWith("bob ", LinkOf(8)!.Alias, StringComparison.Ordinal);
        Assert.DoesNotContain(await sandbox.ListAsync(), name => name.EndsWith("lob7", StringComparison.Ordinal));
        FarEnd.Apply(new RtBatch().DeleteLink(LinkOf(7)!.Index));
    }

    [Fact]
    public async Task many_tenants_come_and_go_at_once()
    {
        var owners = Enumerable.Range(0, 60).Select(slot => NetSandbox.Owner($"tenant-{slot}", slot)).ToList();

        await Task.WhenAll(owners.Select(owner => Task.Run(() => AttachAsync(owner, Workload))));
        var up = await sandbox.ReadAsync();
        Assert.Equal(owners.Select(owner => (owner.Slot, owner.Id)).Order(), up.Taps.Select(tap => (tap.Slot, tap.Note!.Id)).Order());
        Assert.All(owners, owner => Assert.True(LinkOf(owner.Slot.Number)!.Flags.HasFlag(LinkFlags.Up)));

        // Half of them go while the other half is asked for once more.
        await Task.WhenAll(owners.Select(owner => Task.Run(() => owner.Slot.Number % 2 == 0 ? DetachAsync(owner) : AttachAsync(owner, Workload))));
        Assert.Equal(owners.Where(owner => owner.Slot.Number % 2 == 1).Select(owner => owner.Slot), (await sandbox.ReadAsync()).Taps.Select(tap => tap.Slot).Order());
        await Task.WhenAll(owners.Select(owner => Task.Run(() => DetachAsync(owner))));

        Assert.Empty(await sandbox.ListAsync());
    }

    [Fact]
    public async Task the_agents_address_follows_its_tap()
    {
        var alice = await sandbox.MoveInAsync("alice", 7);
        var before = Agent(alice);
        await sandbox.MoveOutAsync(alice);
        var gone = Lobsterd.Host.Network.ControlEndpoint.Find(alice.Owner.Slot, ControlAddress.ControlPort);
        var again = await sandbox.MoveInAsync(alice.Owner);
        await using var agent = await EchoServer.ListenAsync(again.Place, ControlAddress.ControlPort);

        await AskAgentAsync(again);

        Assert.Equal("netlink.request.missing", gone.Error.Code.Name);
        Assert.NotEqual(before.Remote.Address.ScopeId, Agent(again).Remote.Address.ScopeId);
    }

    private static Link? LinkOf(int slot)
    {
        using var kernel = RtNetlink.Open().Succeed();
        return kernel.FindLink(NetworkPlan.TapOf(new(slot))).Succeed();
    }

    private static IEnumerable<string> AddressesOf(Link link)
    {
        using var kernel = RtNetlink.Open().Succeed();
        return [.. kernel.ListAddresses(link.Index).Succeed()
            .Select(address => string.Create(CultureInfo.InvariantCulture, $"{new IPAddress(address.Address.GetAddressBytes())}/{address.PrefixLength}"))
            .Order(StringComparer.Ordinal)];
    }

    private Task AttachAsync(Domain.Tenants.VmOwner owner, params int[] ports) =>
        sandbox.MustAsync(network => network.AttachAsync(new AttachNetworkInput(owner, ports), Token));

    private Task DetachAsync(Domain.Tenants.VmOwner owner) => sandbox.MustAsync(network => network.DetachAsync(owner, Token));
}
