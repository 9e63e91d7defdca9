namespace Lobsterd.Engine.Commands.Setup;

/// <summary>Clearing a host needs no decisions: everything that is lobsterd's goes.</summary>
public sealed record UninitPlan;
