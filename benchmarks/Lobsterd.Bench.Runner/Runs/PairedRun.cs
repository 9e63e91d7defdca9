using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Bench.Runner.Statistics;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Runner.Runs;

/// <summary>Takes interleaved pairs of a subject and its reference.</summary>
public static class PairedRun
{
    /// <summary>Takes pairs, the reference first in every other one, until the plan is satisfied; the first sample that fails ends the run.</summary>
    public static async Task<Result<PairedSamples, LobsterError>> TakeAsync(
        PairPlan plan, TakeSample reference, TakeSample subject, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.MostPairs, plan.Fewest);
        var pairs = new List<(double Reference, double Subject)>();
        var nextLook = PairPlan.FewestPairs;
        for (var number = -plan.WarmUps; number < plan.MostPairs; number++)
        {
            var pair = number % 2 == 0
                ? await TakePairAsync(reference, subject, cancellationToken)
                : (await TakePairAsync(subject, reference, cancellationToken)).Map(taken => (taken.Second, taken.First));
            if (pair.TryGetError(out var error, out var taken)) return error;
            if (number < 0) continue;

            pairs.Add(taken);
            if (pairs.Count < nextLook) continue;
            if (IsNarrow(plan, new PairedSamples(pairs))) break;
            // A look costs as much as there are pairs, and with many pairs one more changes little.
            nextLook = pairs.Count + 1 + (pairs.Count / 50);
        }

        return new PairedSamples(pairs);
    }

    private static async Task<Result<(double First, double Second), LobsterError>> TakePairAsync(
        TakeSample first, TakeSample second, CancellationToken cancellationToken)
    {
        if ((await first(cancellationToken)).TryGetError(out var error, out var one)) return error;
        if ((await second(cancellationToken)).TryGetError(out error, out var other)) return error;
        return (one, other);
    }

    private static bool IsNarrow(PairPlan plan, PairedSamples pairs)
    {
        if (plan.DifferenceWidth is null && plan.RatioWidth is null) return false;
        return IsWithin(plan.DifferenceWidth, pairs.Differences) && IsWithin(plan.RatioWidth, pairs.Ratios);
    }

    private static bool IsWithin(double? width, SampleSet samples) => width is not { } widest || Bootstrap.MedianInterval(samples).Width <= widest;
}
