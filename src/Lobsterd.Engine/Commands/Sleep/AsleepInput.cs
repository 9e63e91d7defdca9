using Lobsterd.Domain.Schedules;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>Who is written down as asleep.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Due">When it is to be awake next; null for never.</param>
public sealed record AsleepInput(SuspendPlan Plan, ScheduleDue? Due);
