namespace Lobsterd.Protocol.Reef;

/// <summary>A check as it came out.</summary>
/// <param name="Name">Stable, e.g. <c>wall</c>.</param>
/// <param name="Status"><c>healthy</c>, <c>failed</c> or <c>unknown</c>.</param>
/// <param name="Evidence">What was found, one sentence.</param>
/// <param name="Repair">The repair that would be tried first; null when there is none, or nothing to repair.</param>
/// <param name="Advice">What a person does when no repair helps; null when nothing is to do.</param>
public sealed record CheckBody(string Name, string Status, string Evidence, string? Repair, string? Advice);
