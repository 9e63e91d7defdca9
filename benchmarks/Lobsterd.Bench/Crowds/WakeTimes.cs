using System.Globalization;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Bench.Sleep;
using Lobsterd.Bench.Tenants;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Crowds;

/// <summary>Wakes by a request on one host, and where their time went.</summary>
/// <param name="stand">The host.</param>
internal sealed class WakeTimes(ServiceStand stand)
{
    private readonly StepTimes steps = new();
    private readonly List<double> taken = [];

    /// <summary>She falls asleep; then how long it is to the first byte of her URL, in ms.</summary>
    internal async Task<double> TakeAsync(CancellationToken cancellationToken)
    {
        var (elapsed, wake) = await Sleeper.WakeAsync(stand, isResumedFirst: false, cancellationToken);
        steps.Add(wake);
        taken.Add(elapsed);
        return elapsed;
    }

    /// <summary>The usual and the long ones, in ms, and the steps of the usual one.</summary>
    internal string Words()
    {
        var all = new SampleSet(taken);
        return string.Create(CultureInfo.InvariantCulture, $"p50 {all.Median:0.0}, p95 {all.Percentile(95):0.0}, p99 {all.Percentile(99):0.0} ms; {steps.Words()}");
    }
}
