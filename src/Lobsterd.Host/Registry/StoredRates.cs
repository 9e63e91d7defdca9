namespace Lobsterd.Host.Registry;

/// <summary>A tenant's rates as <c>registry.json</c> holds them, each as a person writes it; null for none.</summary>
internal sealed record StoredRates(string? Rx = null, string? Tx = null, string? Disk = null);
