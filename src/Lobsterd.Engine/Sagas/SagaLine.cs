using System.Text.Json;

namespace Lobsterd.Engine.Sagas;

/// <summary>Every further line of a journal.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Event">What happened to it.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Output">What it left, with <see cref="StepEvent.Succeeded"/>.</param>
/// <param name="Code">The error's code, with the two failures.</param>
public sealed record SagaLine(string Step, StepEvent Event, DateTimeOffset At, JsonElement? Output = null, string? Code = null);
