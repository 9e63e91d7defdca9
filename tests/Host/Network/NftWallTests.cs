using System.Text.Json;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Lobsterd.Linux.Nftables;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>What only nftables promises: that tenants are elements, and that a change is a transaction.</summary>
[Collection(NetCollection.Name)]
public sealed class NftWallTests : IAsyncLifetime
{
    private static readonly NetworkPlan Plan = NetworkPlan.Parse("10.66.0.0/16").Value;

    private readonly NftWall wall = new(new NftSets(Plan), new NftWallScript(Plan, new InstanceId("/"), new NetworkConfig()));
    private readonly NftContext nftables = NftContext.Open().Value;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        HostFirewall.Drop(nftables);
        (await wall.RaiseAsync(Token)).Succeed();
    }

    public ValueTask DisposeAsync()
    {
        HostFirewall.Drop(nftables);
        wall.Dispose();
        nftables.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task the_thousandth_tenant_is_elements_and_nothing_else()
    {
        await OpenAsync(0);
        var (first, firstElements) = (Shape(), await ElementsAsync());
        for (var slot = 1; slot < 1_000; slot++) await OpenAsync(slot);
        var (last, lastElements) = (Shape(), await ElementsAsync());

        Assert.Equal(first, last);
        Assert.Contains(first, thing => thing.StartsWith("rule ", StringComparison.Ordinal));
        Assert.Equal(5, firstElements);
        Assert.Equal(5_000, lastElements);
        for (var slot = 0; slot < 1_000; slot++) (await wall.CloseAsync(NetSandbox.Owner("tenant", slot) with { Id = IdOf(slot) }, Token)).Succeed();
        Assert.Equal(0, await ElementsAsync());
        Assert.Equal(first, Shape());
    }

    [Fact]
    public async Task a_change_that_is_refused_in_part_is_refused_whole()
    {
        await OpenAsync(1);
        var before = Ruleset();

        var opened = await wall.OpenAsync(new AttachNetworkInput(NetSandbox.Owner("bob", 2), [9_000, 70_000]), Token);
        var changed = await wall.OpenAsync(new AttachNetworkInput(NetSandbox.Owner("tenant", 1) with { Id = IdOf(1) }, [9_001, 70_000]), Token);

        Assert.Equal([NetworkErrors.WallRefused, NetworkErrors.WallRefused], [opened.Error.Code, changed.Error.Code]);
        Assert.Equal(before, Ruleset());
    }

    [Fact]
    public async Task what_another_changes_is_told_and_our_own_changes_are_not()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var told = new SemaphoreSlim(0);
        var hearing = wall.HearAsync(() => told.Release(), over.Token);

        for (var slot = 0; slot < 20; slot++) await OpenAsync(slot);
        (await wall.RaiseAsync(Token)).Succeed();
        _ = await wall.OpenAsync(new AttachNetworkInput(NetSandbox.Owner("bob", 2), [9_000, 70_000]), Token);
        for (var slot = 0; slot < 20; slot++) (await wall.CloseAsync(NetSandbox.Owner("tenant", slot) with { Id = IdOf(slot) }, Token)).Succeed();
        nftables.Run("add table inet theirs").Succeed();
        nftables.Run($"flush chain inet {NftSets.Table} LOBSTER-INPUT").Succeed();
        Assert.True(await told.WaitAsync(Eventually.Ceiling, Token), "a chain that was flushed");
        nftables.Run("delete table inet theirs").Succeed();
        nftables.Run($"delete table inet {NftSets.Table}").Succeed();
        Assert.True(await told.WaitAsync(Eventually.Ceiling, Token), "a table that was deleted");

        await over.CancelAsync();
        await hearing;
        Assert.Equal(0, told.CurrentCount);
    }

    [Fact]
    public async Task the_tables_of_others_are_left_alone()
    {
        nftables.Run("""
            add table inet theirs
            add set inet theirs s { type ipv4_addr; }
            add element inet theirs s { 10.66.0.2 }
            add chain inet theirs c { type filter hook input priority filter; }
            add rule inet theirs c tcp dport 22 accept
            add table ip nat
            add chain ip nat POSTROUTING { type nat hook postrouting priority srcnat; }
            add rule ip nat POSTROUTING ip saddr 172.17.0.0/16 masquerade
            add table ip lobsterd
            add chain ip lobsterd LOBSTERS

            """).Succeed();
        var theirs = Theirs();

        await OpenAsync(1);
        (await wall.RaiseAsync(Token)).Succeed();
        (await wall.CloseAsync(NetSandbox.Owner("tenant", 1) with { Id = IdOf(1) }, Token)).Succeed();
        (await wall.RazeAsync(Token)).Succeed();
        (await wall.RazeAsync(Token)).Succeed();

        Assert.NotEmpty(theirs);
        Assert.Equal(theirs, Theirs());
        Assert.DoesNotContain("LOBSTER-", Ruleset(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task raising_it_again_keeps_tenants_and_repairs_rules()
    {
        await OpenAsync(1);
        var (before, elements) = (Rules(), await ElementsAsync());
        nftables.Run("flush chain inet lobsterd lobster-outwards\nadd rule inet lobsterd LOBSTER-INPUT accept\n").Succeed();
        Assert.NotEqual(before, Rules());

        (await wall.RaiseAsync(Token)).Succeed();

        Assert.Equal(before, Rules());
        Assert.Equal(elements, await ElementsAsync());
    }

    [Fact]
    public async Task an_older_walls_chains_at_other_hooks_give_way()
    {
        (await wall.RazeAsync(Token)).Succeed();
        nftables.Run("""
            add table inet lobsterd
            add chain inet lobsterd LOBSTER-PREROUTING { type filter hook prerouting priority -310; policy accept; }
            add chain inet lobsterd lobster-old
            add rule inet lobsterd LOBSTER-PREROUTING iifgroup 1 goto lobster-old

            """).Succeed();

        (await wall.RaiseAsync(Token)).Succeed();

        var raised = Ruleset();
        Assert.Contains("\"prio\": -450", raised, StringComparison.Ordinal);
        Assert.DoesNotContain("lobster-old", raised, StringComparison.Ordinal);
    }

    private static Guid IdOf(int slot) => new(slot + 1, 0, 0, new byte[8]);

    private async Task OpenAsync(int slot) =>
        (await wall.OpenAsync(new AttachNetworkInput(NetSandbox.Owner("tenant", slot) with { Id = IdOf(slot) }, [9_000]), Token)).Succeed();

    private async Task<int> ElementsAsync() => (await wall.ReadAsync(Token)).Succeed().Elements.Count;

    private string Ruleset() => nftables.Read("list ruleset").Succeed();

    /// <summary>Every table, chain, rule, set and map, without what is in them.</summary>
    private List<string> Shape() => [.. Things(_ => true).Where(thing => thing.Kind != "metainfo").Select(thing => $"{thing.Kind} {thing.Name} {thing.Handle}")];

    private List<string> Theirs() => [.. Things(table => table != "inet lobsterd").Where(thing => thing.Kind != "metainfo").Select(thing => thing.Text)];

    private List<string> Rules() => [.. Things(_ => true).Where(thing => thing.Kind == "rule").Select(thing => thing.Expression)];

    private List<Thing> Things(Func<string, bool> ofTable)
    {
        using var document = JsonDocument.Parse(Ruleset());
        return
        [
            .. document.RootElement.GetProperty("nftables").EnumerateArray()
                .Select(entry => entry.EnumerateObject().First())
                .Select(entry => new Thing(entry.Name, entry.Value.Clone()))
                .Where(thing => ofTable(thing.Table)),
        ];
    }

    private sealed record Thing(string Kind, JsonElement Value)
    {
        public string Text => Value.GetRawText();

        public string Name => Of("name");

        public string Handle => Of("handle");

        public string Expression => $"{Of("chain")} {Of("expr")}";

        public string Table => $"{Of("family")} {(Kind == "table" ? Of("name") : Of("table"))}";

        private string Of(string member) => Value.TryGetProperty(member, out var found) ? found.ToString() : "";
    }
}
