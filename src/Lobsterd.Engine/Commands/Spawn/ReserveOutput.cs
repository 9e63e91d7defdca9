using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>What <see cref="ReserveStep"/> leaves.</summary>
/// <param name="Slot">The slot that the tenant holds from now on.</param>
public sealed record ReserveOutput(Slot Slot);
