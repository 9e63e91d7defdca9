using System.Globalization;
using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Figures;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Domain.Errors;
using Lobsterd.Protocol.Reef;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>Where the time of many like operations went, step by step.</summary>
internal sealed class StepTimes
{
    private readonly OrderedDictionary<string, List<double>> taken = [];

    /// <summary>Takes a figure and tells behind it where its operations' time went.</summary>
    internal static async Task<Result<Measurement, LobsterError>> TellAsync(
        IProgress<string> progress, Func<StepTimes, Task<Result<Measurement, LobsterError>>> measure)
    {
        var steps = new StepTimes();
        return (await measure(steps)).Tap(_ => progress.Report("  " + steps.Words()));
    }

    /// <summary>Counts one operation that has succeeded.</summary>
    internal OperationOutcome Add(OperationOutcome outcome)
    {
        foreach (var (step, elapsedMs) in outcome.Done) Add(step, elapsedMs);
        return outcome;
    }

    /// <summary>Counts one operation, of which a fact tells how long its steps took.</summary>
    internal void Add(WhyFactBody fact)
    {
        foreach (var (step, elapsedMs) in OwnWork.StepsOf(fact)) Add(step, elapsedMs);
    }

    private void Add(string step, double elapsedMs)
    {
        if (!taken.TryGetValue(step, out var times)) taken[step] = times = [];
        times.Add(elapsedMs);
    }

    /// <summary>The median of each step in ms, in their order; steps that run beside each other overlap.</summary>
    internal string Words() =>
        "steps, p50 in ms: " + string.Join(", ", taken.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Key} {new SampleSet(step.Value).Median:0.0}")));
}
