namespace Lobsterd.Domain.Health;

/// <summary>An act that may make a failed check healthy again; safe to repeat.</summary>
/// <param name="Name">Stable, e.g. <c>network</c>; also what journals say.</param>
/// <param name="Does">What it does, a sentence for people.</param>
public sealed record HealthRepair(string Name, string Does);
