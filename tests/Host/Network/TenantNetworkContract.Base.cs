using Lobsterd.Domain.Inventory;
using Lobsterd.Host.Inventory;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

// What all tenants share, and what is told of all.
public abstract partial class TenantNetworkContract
{
    private const string ForwardingSwitch = "/proc/sys/net/ipv4/ip_forward";

    [Fact]
    public async Task forwarding_is_switched_on_and_off_again()
    {
        Assert.Equal("1", await ForwardingAsync());

        await sandbox.MustAsync(network => network.EnsureBaseAsync(Token));
        await sandbox.MustAsync(network => network.RemoveBaseAsync(Token));

        Assert.Equal("0", await ForwardingAsync());
        await sandbox.MustAsync(network => network.RemoveBaseAsync(Token));
        Assert.Equal("0", await ForwardingAsync());
    }

    [Fact]
    public async Task forwarding_that_was_on_before_stays_on()
    {
        await sandbox.MustAsync(network => network.RemoveBaseAsync(Token));
        await File.WriteAllTextAsync(ForwardingSwitch, "1", Token);
        try
        {
            await sandbox.MustAsync(network => network.EnsureBaseAsync(Token));
            await sandbox.MustAsync(network => network.RemoveBaseAsync(Token));

            Assert.Equal("1", await ForwardingAsync());
        }
        finally
        {
            await File.WriteAllTextAsync(ForwardingSwitch, "0", CancellationToken.None);
        }
    }

    [Fact]
    public async Task the_inventory_lists_what_is_there_and_nothing_else()
    {
        var source = new NetworkSource(sandbox.Network);
        var (alice, bob) = (NetSandbox.Owner("alice", 3), NetSandbox.Owner("bob", 4));
        var shared = await ListAsync(source);

        await AttachAsync(alice, Workload);
        await AttachAsync(bob);
        var both = await ListAsync(source);
        var alices = (await source.FindAsync(alice, Token)).Succeed();
        await DetachAsync(alice);
        var bobs = await ListAsync(source);
        await DetachAsync(bob);

        Assert.Equal([InventoryKind.Firewall, InventoryKind.Sysctl], shared.Select(item => item.Kind).Order());
        Assert.All(shared, item => Assert.Null(item.Slot));
        Assert.Contains(alices, item => item is { Kind: InventoryKind.Tap, Name: "lob3", Tenant: "alice" });
        Assert.Contains(alices, item => item.Kind == InventoryKind.Firewall && item.Name.Contains("10.66.0.14", StringComparison.Ordinal) && item.Name.Contains("9000", StringComparison.Ordinal));
        Assert.All(alices, item => Assert.Equal(alice.Slot, item.Slot));
        Assert.Equal(both.Except(bobs).Order(ByName), alices.Order(ByName));
        Assert.All(bobs.Except(shared), item => Assert.Equal(bob.Slot, item.Slot));
        Assert.Equal(shared, await ListAsync(source));
    }

    [Fact]
    public async Task a_host_without_tenants_network_lists_nothing()
    {
        await sandbox.MustAsync(network => network.RemoveBaseAsync(Token));

        Assert.Empty(await ListAsync(new NetworkSource(sandbox.Network)));
        await DetachAsync(NetSandbox.Owner("alice", 3));
    }

    private static Comparer<InventoryItem> ByName { get; } = Comparer<InventoryItem>.Create((one, other) => string.CompareOrdinal($"{one.Kind} {one.Name}", $"{other.Kind} {other.Name}"));

    private static async Task<IReadOnlyList<InventoryItem>> ListAsync(NetworkSource source) => (await source.ListAsync(Token)).Succeed();

    private static async Task<string> ForwardingAsync() => (await File.ReadAllTextAsync(ForwardingSwitch, Token)).Trim();
}
