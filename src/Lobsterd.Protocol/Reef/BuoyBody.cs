namespace Lobsterd.Protocol.Reef;

/// <summary>Where the API listens beside its socket.</summary>
/// <param name="Enabled">Whether it shall listen on TCP.</param>
/// <param name="Url">Where it does; null when it does not.</param>
/// <param name="Problem">Why it does not although it shall; null when all is well.</param>
/// <param name="Socket">The Unix socket, on which it always listens.</param>
public sealed record BuoyBody(bool Enabled, string? Url, string? Problem, string Socket);
