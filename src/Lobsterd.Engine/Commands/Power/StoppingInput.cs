using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>What <see cref="StoppingStep"/> writes down.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Desired">What is wanted of it: stopped, or running again.</param>
public sealed record StoppingInput(Tenant Tenant, DesiredState Desired);
