namespace Lobsterd.Domain.Schedules;

/// <summary>The next instant for which a sleeping tenant is to be awake.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Id">By which of its schedules.</param>
public sealed record ScheduleDue(DateTimeOffset At, string Id);
