namespace Lobsterd.Domain.Access;

/// <summary>Where the API listens on TCP, and whether it does.</summary>
/// <param name="Settings">Where it shall; null for nowhere.</param>
/// <param name="Problem">Why it does not although it shall; null when all is well.</param>
public sealed record BuoyState(BuoySettings? Settings, string? Problem);
