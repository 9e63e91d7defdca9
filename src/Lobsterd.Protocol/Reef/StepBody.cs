namespace Lobsterd.Protocol.Reef;

/// <summary>One thing that happened to a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Event"><c>started</c>, <c>succeeded</c>, <c>failed</c>, <c>undo-started</c>, <c>undo-finished</c>, <c>undo-failed</c>.</param>
/// <param name="ElapsedMs">How long it took; 0 when it starts.</param>
/// <param name="Code">The error's code, with a failure.</param>
public sealed record StepBody(string Step, string Event, double ElapsedMs, string? Code);
