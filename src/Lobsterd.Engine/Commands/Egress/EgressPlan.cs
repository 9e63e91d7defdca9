using Lobsterd.Domain.Network.Egress;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Egress;

/// <summary>A change of where a tenant's guest may go.</summary>
/// <param name="Tenant">The tenant as it was, with the policy that it had.</param>
/// <param name="Policy">The policy that it gets.</param>
public sealed record EgressPlan(Tenant Tenant, EgressPolicy Policy);
