namespace Lobsterd.Bench.Runner.Facts;

/// <summary>What all figures of one run share.</summary>
/// <param name="Commit">The commit; ends in <c>+</c> when the tree has changes beyond it; <c>unknown</c> outside a checkout.</param>
/// <param name="TakenAt">When the run began (UTC).</param>
/// <param name="Host">The host.</param>
public sealed record RunFacts(string Commit, DateTimeOffset TakenAt, HostFacts Host);
