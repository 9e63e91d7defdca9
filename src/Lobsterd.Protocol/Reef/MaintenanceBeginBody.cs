namespace Lobsterd.Protocol.Reef;

/// <summary>Asks for a tenant to be left alone by the watchdog.</summary>
/// <param name="Seconds">For how long, up to 30 days.</param>
/// <param name="Why">The reason, one line of at most 200 characters.</param>
public sealed record MaintenanceBeginBody(long Seconds, string Why);
