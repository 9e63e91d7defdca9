using System.Diagnostics;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Cli;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Domain.Errors;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>Whole services to measure: the shipped binaries on a root and in a network of their own.</summary>
internal static class BenchStand
{
    private const int UsualPool = 2;

    private static readonly TimeSpan LongestSettling = TimeSpan.FromSeconds(10);

    /// <summary>How stands of this checkout are set up; <c>./bench</c> works in its root.</summary>
    internal static StandOptions Options(StandMachine machine) => StandOptions.Of(Environment.CurrentDirectory) with { Machine = machine };

    /// <summary>Measures something on a fresh host that <c>init</c> has prepared, and clears it away.</summary>
    internal static async Task<Result<T, LobsterError>> MeasureAsync<T>(
        StandMachine machine,
        Func<ServiceStand, Task<Result<T, LobsterError>>> measure,
        CancellationToken cancellationToken,
        string? config = null,
        bool ofTemplate = false,
        bool hasPool = false)
    {
        try
        {
            await using var stand = await ServiceStand.ReadyAsync(Options(machine) with { Config = config, HasTemplates = ofTemplate, HasPool = hasPool }, cancellationToken);
            if (ofTemplate) _ = (await stand.Reef.BuildTemplateAsync(cancellationToken)).Succeeded();

            // The first tenant leaves what all share, and behind the second one hypervisors wait for a third.
            for (var earlier = 0; earlier < (hasPool ? 2 : 1); earlier++)
            {
                _ = (await stand.Reef.SpawnAsync("first", cancellationToken)).Succeeded();
                _ = (await stand.Reef.EvictAsync("first", cancellationToken)).Succeeded();
            }

            return await measure(stand);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            return Failed(exception);
        }
    }

    /// <summary>Waits until as many hypervisors wait as lobsterd has wait by default, where it does: they are started behind whatever was measured last, and neither what comes next
    /// nor a reference beside it shall have to compete with that.</summary>
    internal static async Task SettleAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        if (!stand.HasPool) return;
        using var patience = new CancellationTokenSource(LongestSettling, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            _ = await WaitingHypervisors.WaitAsync(stand.Paths, UsualPool, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Memory is short: it is as that has it.
        }
    }

    /// <summary>Takes samples of one thing on such a host.</summary>
    internal static Task<Result<Measurement, LobsterError>> SoloAsync(
        StandMachine machine, SoloPlan plan, Func<ServiceStand, CancellationToken, Task<double>> take, CancellationToken cancellationToken, bool hasPool = false) =>
        MeasureAsync(
            machine,
            stand => SoloRun.TakeAsync(plan, Sample(token => take(stand, token)), cancellationToken).Map(Measurement.Of),
            cancellationToken,
            hasPool: hasPool);

    /// <summary>How long the eviction of a fresh tenant takes, from the request to the end of its operation, in ms.</summary>
    internal static async Task<double> EvictionMsAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        _ = (await stand.Reef.SpawnAsync("alice", cancellationToken)).Succeeded();
        var start = Stopwatch.GetTimestamp();
        _ = (await stand.Reef.EvictAsync("alice", cancellationToken)).Succeeded();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>From a spawn's request to the first byte of its gateway at its URL, in ms; the tenant is gone again afterwards.</summary>
    internal static async Task<double> SpawnToFirstByteMsAsync(ServiceStand stand, CancellationToken cancellationToken, StepTimes? steps = null)
    {
        var (elapsed, born) = await SpawnAndAskAsync(stand, cancellationToken);
        _ = steps?.Add(born);
        return elapsed;
    }

    /// <summary>The same, and what its operation tells.</summary>
    internal static async Task<(double ElapsedMs, OperationOutcome Born)> SpawnAndAskAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        await SettleAsync(stand, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var born = await stand.Reef.SpawnAsync("alice", cancellationToken);
        var elapsed = await FirstByteMsAsync(stand, born.Tenant.Url, start, cancellationToken);
        _ = (await stand.Reef.EvictAsync("alice", cancellationToken)).Succeeded();
        await SettleAsync(stand, cancellationToken);
        return (elapsed, born);
    }

    /// <summary>From a moment on to the first byte of a URL that is asked for now, in ms.</summary>
    internal static async Task<double> FirstByteMsAsync(ServiceStand stand, string url, long start, CancellationToken cancellationToken)
    {
        using var answer = await stand.Web.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        _ = answer.EnsureSuccessStatusCode();
        return elapsed;
    }

    /// <summary>A tenant's birth as its operation tells it; the tenant is gone again afterwards.</summary>
    internal static async Task<OperationOutcome> BirthAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        await SettleAsync(stand, cancellationToken);
        var born = await stand.Reef.SpawnAsync("newcomer", cancellationToken);
        _ = (await stand.Reef.EvictAsync("newcomer", cancellationToken)).Succeeded();
        return born;
    }

    /// <summary>The same as the command line sees it, from its exec to its exit, in ms.</summary>
    internal static async Task<double> CliBirthMsAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        var run = CliRun.Take(stand, ["spawn", "alice"]);
        _ = (await stand.Reef.EvictAsync("alice", cancellationToken)).Succeeded();
        return run.Elapsed.TotalMilliseconds;
    }

    /// <summary>A sample whose failures are told instead of thrown.</summary>
    internal static TakeSample Sample(Func<CancellationToken, Task<double>> take) => async cancellationToken =>
    {
        try
        {
            return await take(cancellationToken);
        }
        catch (Exception exception) when (IsFailure(exception))
        {
            return Failed(exception);
        }
    };

    private static bool IsFailure(Exception exception) => exception is InvalidOperationException or IOException or HttpRequestException or TimeoutException;

    private static LobsterError Failed(Exception exception) => new(BenchErrors.SampleFailed, exception.Message);
}
