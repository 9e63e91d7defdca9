namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What wants a tenant awake.</summary>
/// <param name="Text">As the event tells it, e.g. <c>GET / from 192.0.2.7</c>; null for an operator's own wish.</param>
/// <param name="Evidence">What that was concluded from; null for nothing.</param>
public sealed record ResumeCause(string? Text, IReadOnlyDictionary<string, string>? Evidence);
