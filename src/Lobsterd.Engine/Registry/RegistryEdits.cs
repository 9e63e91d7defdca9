using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Network;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Registry;

/// <summary>The pure edits that commands make to the registry.</summary>
public static class RegistryEdits
{
    /// <summary>Gives a slot to a tenant and writes its entry; repeating it for the same id changes nothing.</summary>
    /// <param name="registry">The registry as it is.</param>
    /// <param name="draft">The entry; its slot is ignored.</param>
    /// <param name="slots">How many slots the pool has.</param>
    /// <error code="tenant.name.taken">Another tenant has the name.</error>
    /// <error code="edge.publish.taken">Another tenant publishes one of the ports.</error>
    /// <error code="network.slot.exhausted">Every slot is taken.</error>
    public static Result<RegistryChange<Slot>, LobsterError> Reserve(RegistrySnapshot registry, Tenant draft, int slots)
    {
        if (registry.Tenants.TryGetValue(draft.Name, out var existing))
        {
            return existing.Id == draft.Id
                ? new RegistryChange<Slot>(registry, existing.Slot)
                : new LobsterError(TenantErrors.NameTaken, $"a tenant named {draft.Name} exists already", $"choose another name, or evict {draft.Name} first");
        }

        foreach (var port in draft.Publish)
        {
            var holder = registry.Tenants.Values.FirstOrDefault(other => other.Publish.Any(taken => taken.HostPort == port.HostPort));
            if (holder is not null)
                return new LobsterError(Domain.Edge.EdgeErrors.PortTaken, $"port {port.HostPort} is published by tenant {holder.Name}", "publish another port");
        }

        // Fresh slots before freed ones would spread tenants over the pool for ever; freed ones wait longest first,
        // so that whatever still remembers an address on the outside forgets it.
        Slot slot;
        RegistrySnapshot next;
        if (registry.NextSlot < slots && registry.Freed.Count < FreedBeforeReuse)
        {
            slot = new Slot(registry.NextSlot);
            next = registry with { NextSlot = registry.NextSlot + 1 };
        }
        else if (registry.Freed.Count > 0)
        {
            slot = registry.Freed[0].Slot;
            next = registry with { Freed = registry.Freed.RemoveAt(0) };
        }
        else
        {
            return new LobsterError(
                NetworkErrors.SlotsExhausted, $"all {slots} slots of the address pool are taken", "evict a tenant, or configure a larger network.pool");
        }

        return new RegistryChange<Slot>(next with { Tenants = next.Tenants.Add(draft.Name, draft with { Slot = slot }) }, slot);
    }

    /// <summary>Changes a tenant's entry, if it is still the same tenant.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant any more.</error>
    public static Result<RegistryChange<Tenant>, LobsterError> Change(
        RegistrySnapshot registry, TenantName name, Guid id, Func<Tenant, Tenant> edit)
    {
        if (!registry.Tenants.TryGetValue(name, out var tenant) || tenant.Id != id)
            return new LobsterError(TenantErrors.Unknown, $"there is no tenant named {name}");
        var edited = edit(tenant);
        return edited == tenant
            ? new RegistryChange<Tenant>(registry, tenant)
            : new RegistryChange<Tenant>(registry with { Tenants = registry.Tenants.SetItem(name, edited) }, edited);
    }

    /// <summary>Removes a tenant's entry and frees its slot; absent already changes nothing.</summary>
    public static RegistryChange<Nothing> Forget(RegistrySnapshot registry, TenantName name, Guid id, DateTimeOffset now)
    {
        if (!registry.Tenants.TryGetValue(name, out var tenant) || tenant.Id != id) return new RegistryChange<Nothing>(registry, Nothing.Value);
        return new RegistryChange<Nothing>(
            registry with { Tenants = registry.Tenants.Remove(name), Freed = registry.Freed.Add(new FreedSlot(tenant.Slot, now)) },
            Nothing.Value);
    }

    // A slot rests until this many others have been freed after it, while the pool has fresh ones.
    private const int FreedBeforeReuse = 64;
}
