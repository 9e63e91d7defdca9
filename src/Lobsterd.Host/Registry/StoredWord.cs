namespace Lobsterd.Host.Registry;

/// <summary>An operator's word as <c>registry.json</c> holds it.</summary>
internal sealed record StoredWord(DateTimeOffset Until, string Why);
