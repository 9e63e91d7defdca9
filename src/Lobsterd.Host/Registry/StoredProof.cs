namespace Lobsterd.Host.Registry;

/// <summary>What came of trying a sleeper's saved state, as <c>registry.json</c> holds it.</summary>
internal sealed record StoredProof
{
    public required DateTimeOffset At { get; init; }

    public required string Outcome { get; init; }

    public string? Why { get; init; }
}
