using System.Globalization;
using Lobsterd.Domain.Errors;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Events;

/// <summary>What an event was concluded from: a few names with a short word each.</summary>
public static class Evidence
{
    /// <summary>What the names of steps' times begin with; the word is the time in milliseconds.</summary>
    public const string Step = "step ";

    private const int Most = 24;
    private const int LongestName = 64;
    private const int LongestWord = 320;

    /// <summary>Evidence of these words; those that are null are left out.</summary>
    public static IReadOnlyDictionary<string, string> Of(params IReadOnlyList<(string Name, string? Word)> words) =>
        words.Where(entry => entry.Word is not null).ToDictionary(entry => entry.Name, entry => entry.Word!);

    /// <summary>A number as a word.</summary>
    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Evidence with how long each step took behind it.</summary>
    /// <param name="evidence">What is told before; null for nothing.</param>
    /// <param name="progress">What a saga's steps told, in order.</param>
    public static IReadOnlyDictionary<string, string> WithSteps(IReadOnlyDictionary<string, string>? evidence, IEnumerable<SagaProgress> progress)
    {
        var all = new Dictionary<string, string>(evidence ?? new Dictionary<string, string>());
        foreach (var step in progress.Where(step => step.Event is StepEvent.Succeeded or StepEvent.Failed))
            all[Step + step.Step] = Math.Round(step.Elapsed.TotalMilliseconds, 1).ToString("0.#", CultureInfo.InvariantCulture);
        return all;
    }

    // Some of the words are a client's or a guest's.
    internal static IReadOnlyDictionary<string, string>? Bounded(IReadOnlyDictionary<string, string>? evidence) => evidence is { Count: > 0 }
        ? evidence.Take(Most).ToDictionary(entry => PlainText.Of(entry.Key, LongestName), entry => PlainText.Of(entry.Value, LongestWord))
        : null;
}
