namespace Lobsterd.Protocol.Reef;

/// <summary>Gives a word about a tenant that is good for a while.</summary>
/// <param name="Seconds">For how long, up to 30 days.</param>
/// <param name="Why">The reason, one line of at most 200 characters.</param>
public sealed record WordBeginBody(long Seconds, string Why);
