namespace Lobsterd.Protocol.Reef;

/// <summary>A tenant's schedules.</summary>
/// <param name="Schedules">By name; of a sleeper, the one that is due next.</param>
public sealed record ScheduleList(IReadOnlyList<ScheduleBody> Schedules);
