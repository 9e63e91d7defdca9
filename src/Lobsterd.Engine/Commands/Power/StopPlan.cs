using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Commands.Power;

/// <summary>What is stopped.</summary>
/// <param name="Tenant">The entry when the stop began.</param>
public record StopPlan(Tenant Tenant)
{
    /// <summary>Whether its guest is asked first; one that is known not to answer is not waited for.</summary>
    public bool IsGraceful { get; init; } = true;
}
