namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Who is to sleep, and how much that may cost.</summary>
/// <param name="Name">The tenant.</param>
/// <param name="Force">Whether what is under way at the edge is broken off, and an always-on tenant sleeps too.</param>
/// <param name="Why">The reason that is told of, at most 200 characters; null for none.</param>
/// <param name="Evidence">What that was concluded from; null for nothing.</param>
public sealed record SuspendRequest(string Name, bool Force, string? Why, IReadOnlyDictionary<string, string>? Evidence = null);
