namespace Lobsterd.Protocol.Reef;

/// <summary>Whether the service is well.</summary>
/// <param name="Status"><c>ok</c>, or <c>starting</c> while it adopts what it found.</param>
public sealed record HealthBody(string Status);
