namespace Lobsterd.Engine.Commands.Power;

/// <summary>How an act came about.</summary>
/// <param name="Saga">Its journal's id; the operation's where there is one.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="IsGraceful">Whether the guest is asked before its VM is ended.</param>
public sealed record PowerOccasion(Guid Saga, string Actor, bool IsGraceful);
