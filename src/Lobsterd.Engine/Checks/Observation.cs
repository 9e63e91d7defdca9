using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Health;

namespace Lobsterd.Engine.Checks;

/// <summary>What a check has seen.</summary>
/// <param name="Status">How it is.</param>
/// <param name="Evidence">What was found, one sentence without a full stop.</param>
public sealed record Observation(HealthStatus Status, string Evidence)
{
    private const int MostFaults = 6;

    /// <summary>As it should be.</summary>
    public static Observation Healthy(string evidence) => new(HealthStatus.Healthy, evidence);

    /// <summary>Not as it should be.</summary>
    public static Observation Failed(string evidence) => new(HealthStatus.Failed, evidence);

    /// <summary>Not to be seen.</summary>
    public static Observation Unknown(string evidence) => new(HealthStatus.Unknown, evidence);

    /// <summary>An observation from what is wrong, or from why that could not be read.</summary>
    /// <param name="read">What is wrong, a few words each.</param>
    /// <param name="otherwise">The evidence when nothing is.</param>
    public static Observation Of(Result<IReadOnlyList<string>, LobsterError> read, string otherwise)
    {
        if (read.TryGetError(out var error, out var faults)) return Unknown(error.FullMessage);
        if (faults.Count == 0) return Healthy(otherwise);
        var more = faults.Count > MostFaults ? $", and {faults.Count - MostFaults} more" : "";
        return Failed(string.Join(", ", faults.Take(MostFaults)) + more);
    }
}
