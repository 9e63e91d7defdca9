namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>One change in one rule of a wall.</summary>
/// <param name="Name">Which rule, and what is other in it: the same in every world.</param>
/// <param name="Changes">What the firewall is told, one after the other.</param>
internal sealed record Mutant(string Name, IReadOnlyList<string> Changes);
