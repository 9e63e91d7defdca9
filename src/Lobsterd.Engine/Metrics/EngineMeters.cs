using System.Diagnostics;
using System.Diagnostics.Metrics;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Engine.Metrics;

/// <summary>What the engine measures of its own work: how long commands and the steps of their sagas take, and how they end.</summary>
public static class EngineMeters
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Lobsterd.Engine";

    /// <summary>Bounds of the buckets in seconds, from a file's write to a slow boot.</summary>
    public static readonly IReadOnlyList<double> Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Commands = Meter.CreateHistogram(
        "lobsterd.command.duration", "s", "How long commands take, from their start to their end.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Bounds });

    private static readonly Histogram<double> Steps = Meter.CreateHistogram(
        "lobsterd.saga.step.duration", "s", "How long the steps of commands take, and their undoing.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Bounds });

    internal static void Command(string kind, Result<object, LobsterError> answer, TimeSpan elapsed)
    {
        var tags = new TagList { { "lobsterd.command", kind } };
        if (answer.TryGetError(out var error, out _)) tags.Add("error.type", error.Code.Name);
        Commands.Record(elapsed.TotalSeconds, tags);
    }

    internal static void Step(string saga, string step, string act, TimeSpan elapsed, string? code)
    {
        var tags = new TagList { { "lobsterd.saga", saga }, { "lobsterd.step", step }, { "lobsterd.act", act } };
        if (code is not null) tags.Add("error.type", code);
        Steps.Record(elapsed.TotalSeconds, tags);
    }
}
