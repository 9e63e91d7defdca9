namespace Lobsterd.Engine.Repair;

/// <summary>How a repair of a tenant came about.</summary>
/// <param name="Actor">Who wants it.</param>
/// <param name="IsAgentAnswering">Whether the guest's agent was found answering a moment ago: whoever needs it need not wait for one that does not.</param>
public sealed record RepairOccasion(string Actor, bool IsAgentAnswering);
