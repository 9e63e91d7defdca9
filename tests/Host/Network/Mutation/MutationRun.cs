using Lobsterd.Domain.Config;
using Lobsterd.Domain.Layout;
using Lobsterd.Domain.Network;
using Lobsterd.Host.Network;
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

    /// <summary>How many mutants there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The mutants that no world has noticed.</summary>
    internal IReadOnlyList<string> Survivors => [.. (left ?? []).Order(StringComparer.Ordinal)];

    /// <summary>Lets every world look at what the ones before have not noticed.</summary>
    /// <returns>How far everything came that was tried in the first one.</returns>
    internal async Task<IReadOnlyList<string>> EverywhereAsync()
    {
        var reached = await RunAsync(async (sandbox, wall) => await Neighbourhood.StartAsync(sandbox, wall), Generous);
        _ = await RunAsync(async (sandbox, _) => await Talks.StartAsync(sandbox), Generous);
        _ = await RunAsync(async (sandbox, wall) => await Breach.StartAsync(sandbox, wall), Generous);
        _ = await RunAsync((sandbox, _) => Task.FromResult<IWorld>(new Crowds(sandbox, holds: true)), Generous with { MaxConnections = Crowds.Most });
        _ = await RunAsync((sandbox, _) => Task.FromResult<IWorld>(new Crowds(sandbox, holds: false)), Generous with { NewConnectionsPerSecond = Crowds.Rate });
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
            // Listed anew each time: a wall that was mended has other handles.
            if (!await wall.SpoilAsync((await wall.ListAsync()).First(mutant => mutant.Name == name)))
            {
                _ = left.Remove(name);
                Count--;
                continue;
            }
            if (!(await world.TryAllAsync()).SequenceEqual(healthy)) _ = left.Remove(name);
            await wall.MendAsync();
        }
        Assert.Equal(healthy, await world.TryAllAsync());
        return healthy;
    }
}
