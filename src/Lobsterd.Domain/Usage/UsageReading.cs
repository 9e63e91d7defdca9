using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Usage;

/// <summary>The counters of all tenants, read together. What could not be read is not in it.</summary>
/// <param name="Guests">By slot.</param>
/// <param name="Fronts">By tenant.</param>
public sealed record UsageReading(IReadOnlyDictionary<Slot, GuestTraffic> Guests, IReadOnlyDictionary<string, FrontTraffic> Fronts);
