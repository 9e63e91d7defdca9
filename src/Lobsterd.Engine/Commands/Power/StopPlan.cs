using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>What is stopped.</summary>
/// <param name="Tenant">The entry when the stop began.</param>
public sealed record StopPlan(Tenant Tenant);
