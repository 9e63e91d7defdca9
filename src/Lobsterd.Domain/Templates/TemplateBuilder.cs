using Lobsterd.Domain.Network;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Domain.Templates;

/// <summary>Who the anonymous VM belongs to from which a template is taken: nobody's tenant, in a slot that no tenant gets.</summary>
/// <remarks>One is made at a time, so one slot is enough, and whatever a crash left of it is found by its owner like any tenant's.</remarks>
public static class TemplateBuilder
{
    /// <summary>Its name on the host; no tenant may have it.</summary>
    public static TenantName Name { get; } = TenantName.Parse("template-builder").Value;

    /// <summary>The mark of what is made for one template.</summary>
    /// <param name="id">The build's own.</param>
    /// <param name="network">Its last slot is the builder's.</param>
    public static VmOwner OwnerOf(Guid id, NetworkPlan network) => new(id, Name, network.BuilderSlot);
}
