using Lobsterd.Domain.Schedules;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What a guest said before it was quiet.</summary>
/// <param name="Due">When it wants to be awake next; null for never.</param>
public sealed record Quieted(ScheduleDue? Due = null);
