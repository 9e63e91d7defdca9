namespace Lobsterd.Protocol.Reef;

/// <summary>An operator's word about a tenant: until when it is good, and why it was given.</summary>
/// <param name="Until">When it ends by itself (UTC).</param>
/// <param name="Why">The operator's reason.</param>
public sealed record WordBody(DateTimeOffset Until, string Why);
