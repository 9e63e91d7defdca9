using CSharpFunctionalExtensions;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Config;
using Lobsterd.Domain.Errors;
using Lobsterd.Linux.Processes;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Crowds;

/// <summary>Hosts full of tenants.</summary>
internal static class Crowd
{
    private const int AtOnce = 8;
    private const int MostLooks = 300;
    private const int QuietLooks = 10;

    // What a host does all day, which other figures switch off, must not be what makes a crowd cheap; and whoever wakes a tenant hundreds of times from one
    // address is a measurement.
    private const string Config = $$$"""{"watchdog":{"mode":"{{{WatchdogConfig.On}}}"},"wake":{"budgetPerSource":1000000,"budgetPerTenant":1000000}}""";

    private static readonly TimeSpan Heart = TimeSpan.FromMilliseconds(new WatchdogConfig().HeartbeatMs);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures something on a host with so many tenants, which is at rest.</summary>
    internal static Task<Result<T, LobsterError>> MeasureAsync<T>(
        int count, Func<ServiceStand, Task<Result<T, LobsterError>>> measure, CancellationToken cancellationToken) => BenchStand.MeasureAsync(
            StandMachine.Null,
            async stand =>
            {
                await FillAsync(stand, "t", count, cancellationToken);
                await SettleAsync(stand, cancellationToken);
                return await measure(stand);
            },
            cancellationToken,
            Config);

    /// <summary>Spawns so many tenants, named by a word and a number.</summary>
    internal static Task FillAsync(ServiceStand stand, string word, int count, CancellationToken cancellationToken) =>
        ForEachAsync(word, count, async (name, token) => _ = (await stand.Reef.SpawnAsync(name, token)).Succeeded(), cancellationToken);

    /// <summary>Spawns so many more, each of which is put to sleep.</summary>
    internal static Task FallAsleepAsync(ServiceStand stand, int count, CancellationToken cancellationToken) => ForEachAsync("s", count, async (name, token) =>
    {
        _ = (await stand.Reef.SpawnAsync(name, token)).Succeeded();
        _ = (await stand.Reef.SuspendAsync(name, token)).Succeeded();
    }, cancellationToken);

    /// <summary>Does something with each of so many tenants, some at a time.</summary>
    private static Task ForEachAsync(string word, int count, Func<string, CancellationToken, ValueTask> act, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(1, count),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
        (number, token) => act($"{word}{number}", token));

    /// <summary>Waits until the service listens to every guest's heart, which it begins some time after the guest has begun to run, and does nothing else.</summary>
    internal static async Task RestAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        await Task.Delay(Heart, TimeProvider.System, cancellationToken);
        await SettleAsync(stand, cancellationToken);
    }

    /// <summary>Waits until the service does nothing.</summary>
    internal static async Task SettleAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var pid = stand.Service!.Pid;
        var (before, quiet) = (TimeSpan.Zero, 0);
        for (var look = 0; look < MostLooks && quiet < QuietLooks; look++)
        {
            await Task.Delay(LookEvery, TimeProvider.System, cancellationToken);
            var now = ProcessStat.Read(pid).Require().CpuTime;
            quiet = now == before ? quiet + 1 : 0;
            before = now;
        }
    }
}
