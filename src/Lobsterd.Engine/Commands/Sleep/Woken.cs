using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Engine.Commands.Sleep;

/// <summary>What <see cref="WakeStep"/> leaves.</summary>
/// <param name="Process">The VMM.</param>
/// <param name="WhyCold">Why the VM booted from its disk instead of waking; null when it woke.</param>
public sealed record Woken(VmProcess Process, string? WhyCold);
