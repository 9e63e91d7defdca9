using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Repair;

/// <summary>A repair that is about to run.</summary>
/// <param name="Repair">Its name.</param>
/// <param name="Tenant">The tenant; null for what all share.</param>
/// <param name="Id">The tenant's id; null for what all share.</param>
public sealed record RepairPlan(string Repair, TenantName? Tenant, Guid? Id);
