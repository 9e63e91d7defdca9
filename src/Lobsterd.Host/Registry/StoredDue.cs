namespace Lobsterd.Host.Registry;

/// <summary>When a sleeper is due, as <c>registry.json</c> holds it.</summary>
internal sealed record StoredDue(DateTimeOffset At, string Id);
