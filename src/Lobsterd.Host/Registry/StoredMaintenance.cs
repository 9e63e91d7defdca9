namespace Lobsterd.Host.Registry;

/// <summary>A maintenance as <c>registry.json</c> holds it.</summary>
internal sealed record StoredMaintenance(DateTimeOffset Until, string Why);
