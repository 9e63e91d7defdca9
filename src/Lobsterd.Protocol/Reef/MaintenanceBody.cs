namespace Lobsterd.Protocol.Reef;

/// <summary>Until when and why the watchdog leaves a tenant alone.</summary>
/// <param name="Until">When it ends by itself (UTC).</param>
/// <param name="Why">The operator's reason.</param>
public sealed record MaintenanceBody(DateTimeOffset Until, string Why);
