using CSharpFunctionalExtensions;
using Lobsterd.Bench.Runner.Samples;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Bench.Runner.Runs;

/// <summary>Takes samples of one thing.</summary>
public static class SoloRun
{
    /// <summary>Takes them one after the other; the first that fails ends the run.</summary>
    public static async Task<Result<SampleSet, LobsterError>> TakeAsync(SoloPlan plan, TakeSample sample, CancellationToken cancellationToken)
    {
        var values = new List<double>(plan.Samples);
        for (var number = -plan.WarmUps; number < plan.Samples; number++)
        {
            if ((await sample(cancellationToken)).TryGetError(out var error, out var value)) return error;
            if (number >= 0) values.Add(value);
        }

        return new SampleSet(values);
    }
}
