namespace Lobsterd.Domain.Health;

/// <summary>What one check looks at, and what answers it when it fails.</summary>
/// <param name="Name">Stable, e.g. <c>wall</c>.</param>
/// <param name="Means">What is so while it is healthy, with its bound: a sentence for people.</param>
/// <param name="Advice">What a person does when no repair has helped.</param>
public sealed record HealthCheck(string Name, string Means, string Advice)
{
    /// <summary>Checks without which this one says nothing: while one of them is not healthy, this one is <see cref="HealthStatus.Unknown"/>.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Checks of the host that may be why a tenant's fails: while one of them is not healthy, a failure of this one is <see cref="HealthStatus.Unknown"/>
    /// as well. They are looked at only when this one has failed.</summary>
    public IReadOnlyList<string> NeedsOfHost { get; init; } = [];

    /// <summary>What answers a failure, the smallest first; the next is tried when the one before did not help. Empty: a person must.</summary>
    public IReadOnlyList<HealthRepair> Repairs { get; init; } = [];

    /// <summary>Whether it is looked at only for a tenant that shall run.</summary>
    public bool IsOfRunning { get; init; } = true;
}
