using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Registry;

/// <summary>A slot that was held once; the one freed longest ago is given out first.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="FreedAt">When its tenant was evicted (UTC).</param>
public sealed record FreedSlot(Slot Slot, DateTimeOffset FreedAt);
