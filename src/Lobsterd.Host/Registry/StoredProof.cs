namespace Lobsterd.Host.Registry;

/// <summary>What came of trying a sleeper's saved state, as <c>registry.json</c> holds it.</summary>
internal sealed record StoredProof(DateTimeOffset At, string Outcome, string? Why);
