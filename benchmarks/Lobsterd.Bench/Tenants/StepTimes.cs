using System.Globalization;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Standin.Stand;

namespace Lobsterd.Bench.Tenants;

/// <summary>Where the time of many like operations went, step by step.</summary>
internal sealed class StepTimes
{
    private readonly List<string> order = [];
    private readonly Dictionary<string, List<double>> taken = [];

    /// <summary>Counts one operation that has succeeded.</summary>
    internal OperationOutcome Add(OperationOutcome outcome)
    {
        foreach (var step in outcome.Operation!.Steps.Where(told => told.Event == "succeeded"))
        {
            if (!taken.TryGetValue(step.Step, out var times))
            {
                taken[step.Step] = times = [];
                order.Add(step.Step);
            }

            times.Add(step.ElapsedMs);
        }

        return outcome;
    }

    /// <summary>The median of each step in ms, in their order; steps that run beside each other overlap.</summary>
    internal string Words() =>
        "steps, p50 in ms: " + string.Join(", ", order.Select(step => string.Create(CultureInfo.InvariantCulture, $"{step} {Median(taken[step]):0.0}")));

    private static double Median(List<double> times) => new SampleSet(times).Median;
}
