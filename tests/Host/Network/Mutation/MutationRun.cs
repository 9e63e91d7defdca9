using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>Tries every mutant of a wall in one world after the other, until one notices it.</summary>
/// <param name="make">The network under test.</param>
/// <param name="spoiler">What makes its wall wrong.</param>
internal sealed class MutationRun(Func<LobsterdPaths, NetworkPlan, NetworkConfig, TenantNetwork> make, Func<NetSandbox, IMutantWall> spoiler)
{
    // Public, so that what keeps guests from private networks does not keep them from one another as well.
    private static readonly NetworkConfig Generous = new() { Pool = "44.66.0.0/16", MaxConnections = 65_536, NewConnectionsPerSecond = 100_000 };

    private HashSet<string>? left;

    // How many mutants there are.
    private int Count { get; set; }

    // The mutants that no world has noticed.
    private IReadOnlyList<string> Survivors => [.. (left ?? []).Order(StringComparer.Ordinal)];

    /// <summary>Asserts that of every mutant something notices that it is one, and that a wall that is whole lets everything as far as it should.</summary>
    /// <param name="firewall">Whose wall; also the name of the approved file.</param>
    /// <param name="harmless">Where a mutant begins and how it ends that nothing could notice, and why: no packet meets what is other.</param>
    internal async Task EachIsNoticedAsync(string firewall, IReadOnlyList<(string Where, string Mutation, string Why)> harmless)
    {
        var reached = await EverywhereAsync();

        var alive = Survivors.Where(mutant => !harmless.Any(known =>
            mutant.StartsWith(known.Where, StringComparison.Ordinal) && mutant.EndsWith(known.Mutation, StringComparison.Ordinal))).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{firewall}: {reached.Count} things reached, {Count} mutants, {Survivors.Count - alive.Count} that no packet meets, {alive.Count} survive");
        Assert.InRange(Count, 200, int.MaxValue);
        Assert.True(alive.Count == 0, string.Join('\n', alive));
        Approved.Match($"tests/Host/Network/Mutation/{firewall}.txt", string.Join('\n', reached) + "\n");
    }

    /// <summary>Lets every world look at what the ones before have not noticed.</summary>
    /// <returns>How far everything came that was tried in the first one.</returns>
    private async Task<IReadOnlyList<string>> EverywhereAsync()
    {
        var reached = await RunAsync(async (sandbox, wall) => await Neighbourhood.StartAsync(sandbox, wall), Generous);
        _ = await RunAsync(async (sandbox, _) => await Talks.StartAsync(sandbox), Generous);
        _ = await RunAsync(async (sandbox, wall) => await Breach.StartAsync(sandbox, wall), Generous);
        _ = await RunAsync((sandbox, _) => Task.FromResult<IWorld>(new Crowds(sandbox, holds: true)), Generous with { MaxConnections = Crowds.Most });
        _ = await RunAsync((sandbox, _) => Task.FromResult<IWorld>(new Crowds(sandbox, holds: false)), Generous with { NewConnectionsPerSecond = Crowds.Rate });
        _ = await RunAsync(async (sandbox, _) => await CountedGuests.StartAsync(sandbox), Generous);
        _ = await RunAsync(async (sandbox, _) => await RatedGuests.StartAsync(sandbox), Generous);
        return reached;
    }

    /// <summary>Lets a world look at every mutant that is left.</summary>
    /// <returns>What the world sees of a wall that is whole.</returns>
    private async Task<IReadOnlyList<string>> RunAsync(Func<NetSandbox, IMutantWall, Task<IWorld>> enter, NetworkConfig config)
    {
        var sandbox = await NetSandbox.StartAsync(make, config);
        using var wall = spoiler(sandbox);
        await using var world = await enter(sandbox, wall);
        var healthy = await world.TryAllAsync();
        Assert.Equal(healthy, await world.TryAllAsync());
        var names = (await wall.ListAsync()).Select(mutant => mutant.Name).Distinct().ToList();
        Count = Math.Max(Count, names.Count);
        left ??= [.. names];
        foreach (var name in names.FindAll(left.Contains))
        {
            // Listed anew each time: a wall that was mended has other handles. One that cannot be made wrong so may be by half, and is mended all the same.
            var isOther = await wall.SpoilAsync((await wall.ListAsync()).First(mutant => mutant.Name == name));
            if (!isOther) Count--;
            if (!isOther || !(await world.TryAllAsync()).SequenceEqual(healthy)) _ = left.Remove(name);
            await wall.MendAsync();
        }
        Assert.Equal(healthy, await world.TryAllAsync());
        return healthy;
    }
}
