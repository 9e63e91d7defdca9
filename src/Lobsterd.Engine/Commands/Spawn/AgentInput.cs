using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>What <see cref="AgentStep"/> waits for, and boots anew where it has to.</summary>
/// <param name="Vm">The VM.</param>
/// <param name="Process">The VMM that runs it.</param>
public sealed record AgentInput(VmInput Vm, VmProcess Process);
