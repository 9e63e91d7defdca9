namespace Lobsterd.Bench.Runner.Pictures;

/// <summary>Where the time of one operation went.</summary>
/// <param name="Title">What it was.</param>
/// <param name="WholeMs">How long all of it took.</param>
/// <param name="Steps">Its steps in the order in which they began; some overlap.</param>
public sealed record Timeline(string Title, double WholeMs, IReadOnlyList<TimelineStep> Steps)
{
    /// <summary>Puts steps into their places by what an operation told of them: what happened, in its order, and how long each took.</summary>
    /// <param name="title">What it was.</param>
    /// <param name="wholeMs">How long all of it took.</param>
    /// <param name="told">Each thing that happened: the step's name, whether it ended (else it began), and how long it took if it did.</param>
    /// <remarks>A step begins when the one that was told of before it began or ended: between steps an operation does next to nothing.</remarks>
    public static Timeline Of(string title, double wholeMs, IEnumerable<(string Step, bool HasEnded, double ElapsedMs)> told)
    {
        var begun = new OrderedDictionary<string, double>();
        var steps = new Dictionary<string, TimelineStep>();
        var now = 0d;
        foreach (var (step, hasEnded, elapsedMs) in told)
        {
            if (!hasEnded)
            {
                begun[step] = now;
                continue;
            }

            // What was told later has not happened earlier, whatever the rounding says.
            now = Math.Max(now, begun[step] + elapsedMs);
            steps[step] = new TimelineStep(step, begun[step], now);
        }

        return new Timeline(title, Math.Max(wholeMs, now), [.. begun.Keys.Where(steps.ContainsKey).Select(name => steps[name])]);
    }
}
