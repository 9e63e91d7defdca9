using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Runs;
using Lobsterd.Bench.Tenants;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Sleep;

/// <summary>A tenant that sleeps and wakes to be measured.</summary>
internal static class Sleeper
{
    internal const string Name = "alice";

    // Who wakes a tenant hundreds of times from one address is a benchmark.
    private const string Config = """{"wake":{"budgetPerSource":1000000,"budgetPerTenant":1000000}}""";

    /// <summary>Measures something on a host where she runs; on machines that have memory she is of a template.</summary>
    internal static Task<Result<Measurement, LobsterError>> MeasureAsync(
        StandMachine machine, Func<ServiceStand, Task<Result<Measurement, LobsterError>>> measure, CancellationToken cancellationToken) =>
        BenchStand.MeasureAsync(
            machine,
            async stand =>
            {
                _ = (await stand.Reef.SpawnAsync(Name, cancellationToken)).Succeeded();
                return await measure(stand);
            },
            cancellationToken,
            Config,
            ofTemplate: machine == StandMachine.Qemu,
            hasPool: machine == StandMachine.Qemu);

    /// <summary>Measures something on a host with a template and so many hypervisors that wait, where nobody runs yet.</summary>
    internal static Task<Result<Measurement, LobsterError>> OnAsync(
        int pool, Func<ServiceStand, Task<Result<Measurement, LobsterError>>> measure, CancellationToken cancellationToken)
    {
        var config = string.Create(CultureInfo.InvariantCulture, $$"""{{Config[..^1]}},"hypervisor":{"pool":{{pool}} } }""");
        return BenchStand.MeasureAsync(StandMachine.Qemu, measure, cancellationToken, config, ofTemplate: true);
    }

    /// <summary>Takes samples of one thing on such a host.</summary>
    internal static Task<Result<Measurement, LobsterError>> SoloAsync(
        StandMachine machine, SoloPlan plan, Func<ServiceStand, CancellationToken, Task<double>> take, CancellationToken cancellationToken) => MeasureAsync(
            machine,
            stand => SoloRun.TakeAsync(plan, BenchStand.Sample(token => take(stand, token)), cancellationToken).Map(Measurement.Of),
            cancellationToken);

    /// <summary>Takes pairs of two things on such a host, on a machine that boots.</summary>
    internal static Task<Result<Measurement, LobsterError>> PairedAsync(
        PairPlan plan,
        Func<ServiceStand, CancellationToken, Task<double>> reference,
        Func<ServiceStand, CancellationToken, Task<double>> subject,
        CancellationToken cancellationToken) => MeasureAsync(
            StandMachine.Qemu,
            stand => PairedRun.TakeAsync(
                plan, BenchStand.Sample(token => reference(stand, token)), BenchStand.Sample(token => subject(stand, token)), cancellationToken).Map(Measurement.Of),
            cancellationToken);

    /// <summary>She falls asleep.</summary>
    internal static async Task<OperationOutcome> SuspendAsync(ServiceStand stand, CancellationToken cancellationToken) =>
        (await stand.Reef.SuspendAsync(Name, cancellationToken)).Succeeded();

    /// <summary>She wakes by command.</summary>
    internal static async Task<OperationOutcome> ResumeAsync(ServiceStand stand, CancellationToken cancellationToken) =>
        (await stand.Reef.ResumeAsync(Name, cancellationToken)).Succeeded();

    /// <summary>She falls asleep; then how long it is to the first byte of her URL, in ms.</summary>
    /// <param name="stand">Where she is.</param>
    /// <param name="isResumedFirst">Whether she is resumed by command, and asked once that is done; else the request wakes her.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal static async Task<double> FirstByteMsAsync(ServiceStand stand, bool isResumedFirst, CancellationToken cancellationToken)
    {
        var url = (await stand.Reef.FindAsync(Name, cancellationToken))!.Url;
        _ = await SuspendAsync(stand, cancellationToken);
        await BenchStand.SettleAsync(stand, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        if (isResumedFirst) _ = await ResumeAsync(stand, cancellationToken);
        return await BenchStand.FirstByteMsAsync(stand, url, start, cancellationToken);
    }

    /// <summary>The same, once she is awake as the registry has it too, with what is known of that wake.</summary>
    internal static async Task<(double ElapsedMs, WhyFactBody Wake)> WakeAsync(ServiceStand stand, bool isResumedFirst, CancellationToken cancellationToken)
    {
        var elapsed = await FirstByteMsAsync(stand, isResumedFirst, cancellationToken);
        return (elapsed, await LastWakeAsync(stand, cancellationToken));
    }

    /// <summary>What is known of her last wake, which has been asked for already: its end is awaited.</summary>
    private static async Task<WhyFactBody> LastWakeAsync(ServiceStand stand, CancellationToken cancellationToken)
    {
        // Joins the wake that is under way; of one that has ended it is the answer at once.
        _ = await ResumeAsync(stand, cancellationToken);
        var why = await stand.Reef.Http.GetFromJsonAsync($"{ReefPaths.Tenants}/{Name}/why", ReefJson.Default.WhyBody, cancellationToken);
        return why!.Facts.Last(fact => fact.Kind == "tenant.resumed");
    }
}
