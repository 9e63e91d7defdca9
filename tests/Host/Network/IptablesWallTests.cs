using System.Text;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Network;
using Lobsterd.Host.Network.Iptables;
using Lobsterd.Linux.Nftables;
using Lobsterd.Linux.Processes;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>What only iptables promises: that rules of others stay, and that tenants are found again by their comments.</summary>
[Collection(NetCollection.Name)]
public sealed class IptablesWallTests : IDisposable
{
    private static readonly NetworkPlan Plan = NetworkPlan.Parse("10.66.0.0/16").Value;

    // As a container engine and a front end for firewalls leave them.
    private const string Theirs = """
        *nat
        :DOCKER - [0:0]
        -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
        -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
        -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
        COMMIT
        *filter
        :INPUT DROP [0:0]
        :ufw-before-input - [0:0]
        :DOCKER-USER - [0:0]
        -A INPUT -j ufw-before-input
        -A FORWARD -j DOCKER-USER
        -A ufw-before-input -i lo -m comment --comment "lob1 is not ours" -j ACCEPT
        -A ufw-before-input -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -A DOCKER-USER -j RETURN
        COMMIT

        """;

    private readonly ScratchFolder root = new();
    private readonly ProgramRunner programs = new(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-nft")]
    [InlineData("-legacy")]
    public async Task the_rules_of_others_are_left_alone(string kind)
    {
        await RestoreAsync(kind, Theirs);
        var before = await RulesAsync(kind);
        using var wall = Wall(kind);

        (await wall.RaiseAsync(Token)).Succeed();
        await OpenAsync(wall, EgressPolicy.Open);
        await OpenAsync(wall, EgressPolicy.Parse("allow:203.0.113.0/24:443").Value);
        (await wall.RaiseAsync(Token)).Succeed();
        var between = await RulesAsync(kind);
        (await wall.CloseAsync(Alice, Token)).Succeed();
        (await wall.RazeAsync(Token)).Succeed();
        (await wall.RazeAsync(Token)).Succeed();

        Assert.NotEmpty(before);
        Assert.Empty(before.Except(between));
        Assert.Contains(between, rule => rule.Contains("LOBSTER-INPUT", StringComparison.Ordinal));
        Assert.Equal(before, await RulesAsync(kind));
        await RestoreAsync(kind, "*nat\n-F\n-X\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\n-F\n-X\nCOMMIT\n");
    }

    [Theory]
    [InlineData("-nft")]
    [InlineData("-legacy")]
    public async Task raising_it_again_keeps_tenants_and_repairs_rules(string kind)
    {
        using var wall = Wall(kind);
        (await wall.RaiseAsync(Token)).Succeed();
        await OpenAsync(wall, EgressPolicy.Open);
        var whole = await RulesAsync(kind);
        await RestoreAsync(kind, "*filter\n-F LOBSTER-FORWARD\n-I INPUT 1 -j ACCEPT\n-D FORWARD 1\nCOMMIT\n");

        (await wall.RaiseAsync(Token)).Succeed();

        Assert.Equal([.. whole, "-A INPUT -j ACCEPT"], (await RulesAsync(kind)).OrderBy(rule => rule == "-A INPUT -j ACCEPT"));
        (await wall.RazeAsync(Token)).Succeed();
        await RestoreAsync(kind, "*filter\n-D INPUT -j ACCEPT\nCOMMIT\n");
        Assert.Empty(await RulesAsync(kind));
    }

    [Fact]
    public async Task a_slot_that_is_open_for_another_tenant_is_not_opened()
    {
        using var wall = Wall("-nft");
        (await wall.RaiseAsync(Token)).Succeed();
        await OpenAsync(wall, EgressPolicy.Open);
        var before = await RulesAsync("-nft");

        var opened = await wall.OpenAsync(new AttachNetworkInput(NetSandbox.Owner("mallory", 1), [9_000]), Token);
        (await wall.CloseAsync(NetSandbox.Owner("mallory", 1), Token)).Succeed();

        Assert.Equal(NetworkErrors.TapForeign, opened.Error.Code);
        Assert.Equal(before, await RulesAsync("-nft"));
        (await wall.RazeAsync(Token)).Succeed();
    }

    [Fact]
    public async Task one_wall_stands_at_a_time()
    {
        var paths = new LobsterdPaths(root.Path);
        await using var nftables = new TenantNetwork(paths, Plan, new NetworkConfig { Firewall = "nftables" });
        await using var iptables = new TenantNetwork(paths, Plan, new NetworkConfig { Firewall = "iptables" });
        (await nftables.EnsureBaseAsync(Token)).Succeed();

        Assert.Equal(NetworkErrors.OtherWall, (await iptables.EnsureBaseAsync(Token)).Error.Code);
        (await nftables.RemoveBaseAsync(Token)).Succeed();
        (await iptables.EnsureBaseAsync(Token)).Succeed();
        Assert.Equal(NetworkErrors.OtherWall, (await nftables.EnsureBaseAsync(Token)).Error.Code);
        (await iptables.RemoveBaseAsync(Token)).Succeed();
    }

    public void Dispose()
    {
        root.Dispose();
        using var nftables = NftContext.Open().Succeed();
        HostFirewall.Drop(nftables);
    }

    private static VmOwner Alice { get; } = NetSandbox.Owner("alice", 1);

    private IptablesWall Wall(string kind) => Walls.Iptables(new LobsterdPaths(root.Path), Plan, new NetworkConfig(), kind);

    private static async Task OpenAsync(IptablesWall wall, EgressPolicy egress) =>
        (await wall.OpenAsync(new AttachNetworkInput(Alice, [9_000]) { Egress = egress }, Token)).Succeed();

    private async Task RestoreAsync(string kind, string script)
    {
        var input = new ProgramInput
        {
            Program = $"/usr/sbin/iptables{kind}-restore",
            Arguments = ["--noflush"],
            StandardInput = Encoding.UTF8.GetBytes(script),
            Timeout = TimeSpan.FromSeconds(20),
        };
        _ = (await programs.RunToSuccessAsync(input, Token)).Succeed();
    }

    private async Task<IReadOnlyList<string>> RulesAsync(string kind)
    {
        var saved = (await programs.RunToSuccessAsync(new ProgramInput { Program = $"/usr/sbin/iptables{kind}-save", Timeout = TimeSpan.FromSeconds(20) }, Token)).Succeed();
        return [.. saved.Output.Split('\n').Where(line => line.StartsWith("-A ", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }
}
