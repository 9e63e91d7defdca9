using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Rates;
using Lobsterd.Domain.Tenants;
using Lobsterd.Host.Network;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network;

/// <summary>A host with a network for tenants, a world outside, and guests: the host is the namespace in which <c>build/sandbox</c> runs the tests, everything
/// else is a namespace of its own. Leaves nothing.</summary>
/// <remarks>Netlink sockets and settings belong to the namespace of the thread that opens them, and an <c>await</c> changes threads, so what is under test lives in the
/// process's own namespace; only what is plain sockets lives elsewhere. One at a time: see <see cref="NetCollection"/>.</remarks>
internal sealed class NetSandbox : IAsyncDisposable
{
    private readonly ScratchFolder root = new();
    private readonly List<Guest> guests = [];

    private NetSandbox(Func<LobsterdPaths, NetworkPlan, NetworkConfig, TenantNetwork> make, NetworkConfig config)
    {
        Assert.Equal("1", Environment.GetEnvironmentVariable("LOBSTERD_TEST_NETNS"));
        Paths = new LobsterdPaths(root.Path);
        Plan = NetworkPlan.Parse(config.Pool).Succeed();
        Network = make(Paths, Plan, config);
    }

    internal LobsterdPaths Paths { get; }

    internal NetworkPlan Plan { get; }

    internal TenantNetwork Network { get; }

    /// <summary>The world; not there before <see cref="StartAsync"/>.</summary>
    internal Outside Outside { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A host that has its wall and a world, and no tenants.</summary>
    internal static async Task<NetSandbox> StartAsync(Func<LobsterdPaths, NetworkPlan, NetworkConfig, TenantNetwork> make, NetworkConfig config)
    {
        var sandbox = new NetSandbox(make, config);
        sandbox.Outside = await Outside.StartAsync(sandbox.Plan.Pool);
        await sandbox.MustAsync(network => network.EnsureBaseAsync(Token));
        return sandbox;
    }

    /// <summary>An owner with an id of its own.</summary>
    internal static VmOwner Owner(string name, int slot) => new(Guid.CreateVersion7(), TenantName.Parse(name).Value, new Slot(slot));

    /// <summary>Gives a tenant its network and starts its machine.</summary>
    internal Task<Guest> MoveInAsync(string name, int slot, params int[] ports) => MoveInAsync(Owner(name, slot), ports);

    /// <inheritdoc cref="MoveInAsync(string, int, int[])"/>
    internal async Task<Guest> MoveInAsync(VmOwner owner, params int[] ports)
    {
        await AttachAsync(owner, EgressPolicy.Open, ports);
        var guest = await Guest.StartAsync(Plan, owner);
        guests.Add(guest);
        return guest;
    }

    /// <summary>Gives a tenant its network, or makes that hold to another policy.</summary>
    internal Task AttachAsync(VmOwner owner, EgressPolicy egress, params int[] ports) =>
        MustAsync(network => network.AttachAsync(new AttachNetworkInput(owner, ports) { Egress = egress }, Token));

    /// <summary>Makes a tenant's network hold to other rates.</summary>
    internal Task AttachAsync(VmOwner owner, RateLimits? rates) =>
        MustAsync(network => network.AttachAsync(new AttachNetworkInput(owner, []) { Rates = rates }, Token));

    /// <summary>Ends a tenant's machine and takes its network away.</summary>
    internal async Task MoveOutAsync(Guest guest)
    {
        _ = guests.Remove(guest);
        await guest.DisposeAsync();
        await MustAsync(network => network.DetachAsync(guest.Owner, Token));
    }

    /// <summary>Does something that must succeed; fails the test with the error's own words.</summary>
    internal async Task MustAsync(Func<ITenantNetwork, Task<CSharpFunctionalExtensions.UnitResult<Domain.Errors.LobsterError>>> act) =>
        (await act(Network)).Succeed();

    /// <summary>What the kernel has of tenants.</summary>
    internal async Task<NetworkReading> ReadAsync() => (await Network.ReadAsync(CancellationToken.None)).Succeed();

    /// <summary>What the kernel has of tenants, a name for each thing, sorted.</summary>
    internal async Task<IReadOnlyList<string>> ListAsync()
    {
        var reading = await ReadAsync();
        return [.. reading.Taps.Select(tap => tap.Name).Concat(reading.Wall.Elements.Select(element => element.Name)).Order(StringComparer.Ordinal)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var guest in guests) await guest.DisposeAsync();
        foreach (var tap in (await ReadAsync()).Taps.Where(tap => tap.Note is not null))
            await MustAsync(network => network.DetachAsync(new VmOwner(tap.Note!.Id, tap.Note.Name, tap.Slot), CancellationToken.None));
        await MustAsync(network => network.RemoveBaseAsync(CancellationToken.None));
        await Network.DisposeAsync();
        HostFirewall.Clear();
        await Outside.DisposeAsync();
        root.Dispose();
    }
}
