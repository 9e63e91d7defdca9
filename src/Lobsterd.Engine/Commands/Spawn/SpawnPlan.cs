using Lobsterd.Domain.Agent;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Templates;

namespace Lobsterd.Engine.Commands.Spawn;

/// <summary>Everything that is decided before a spawn's first step.</summary>
/// <param name="Draft">The registry entry as it will be, but for its slot, which <c>reserve</c> gives it.</param>
/// <param name="Workload">What the agent runs.</param>
public sealed record SpawnPlan(Tenant Draft, WorkloadSpec Workload)
{
    /// <summary>The template that fits it; null where templates are switched off.</summary>
    public TemplateUse? Template { get; init; }

    /// <summary>Absolute path of the disk that its own is a copy of; null for an empty one, or a template's.</summary>
    public string? Origin { get; init; }

    /// <summary>How many secrets it is spawned with; they themselves are kept by <c>seal</c>, sealed, and nowhere else.</summary>
    public int SecretCount { get; init; }

    /// <summary>The owner mark, once the slot is known.</summary>
    public VmOwner OwnerIn(Slot slot) => new(Draft.Id, Draft.Name, slot);
}
