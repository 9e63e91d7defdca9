namespace Lobsterd.Engine.Sagas;

/// <summary>One thing that happened to a step, told to whoever started the saga.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Event">What happened.</param>
/// <param name="Elapsed">How long the act or its undo took; zero when it starts.</param>
/// <param name="Code">The error's code, with the two failures.</param>
public sealed record SagaProgress(string Step, StepEvent Event, TimeSpan Elapsed, string? Code);
