namespace Lobsterd.Domain.Tenants;

/// <summary>Who a thing on the host belongs to. Every adapter finds what it made by this, never by a remembered handle.</summary>
/// <param name="Id">UUID v7; stays with the tenant for life, also across hosts.</param>
/// <param name="Name">The tenant's name on this host.</param>
/// <param name="Slot">The slot that the tenant holds on this host.</param>
public sealed record VmOwner(Guid Id, TenantName Name, Slot Slot);
