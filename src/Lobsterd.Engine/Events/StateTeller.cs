using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Tenants;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Registry;

namespace Lobsterd.Engine.Events;

/// <summary>Tells every change of a tenant's state, whoever made it, as soon as it is durable.</summary>
public sealed class StateTeller(RegistryBook registry, OperationBook operations, EventBook events)
{
    private const string Kind = "tenant.state";

    /// <summary>Begins to tell.</summary>
    public void Start() => registry.TellSaved(Tell);

    private void Tell(RegistrySnapshot before, RegistrySnapshot after)
    {
        foreach (var (name, tenant) in after.Tenants)
        {
            var old = before.Tenants.GetValueOrDefault(name);
            if (ReferenceEquals(old, tenant)) continue;
            if (old is null || old.Id != tenant.Id) Add(name, StateNames.Of(tenant.Observed));
            else if (old.Observed != tenant.Observed) Add(name, $"{StateNames.Of(old.Observed)} → {StateNames.Of(tenant.Observed)}{(tenant.Reason is { } reason ? $": {reason}" : "")}");
            if (old is not null && old.Id == tenant.Id && old.Desired != tenant.Desired && tenant.Observed != ObservedState.Evicting) Add(name, $"wanted {StateNames.Of(old.Desired)} → {StateNames.Of(tenant.Desired)}");
        }

        foreach (var (name, tenant) in before.Tenants)
            if (!after.Tenants.ContainsKey(name)) Add(name, $"{StateNames.Of(tenant.Observed)} → gone");
    }

    // A tenant's lock lets one command at a time change it: of those that are under way, the one that began first.
    private void Add(TenantName name, string message)
    {
        var command = operations.Running.Where(operation => operation.Request.Tenant == name.Value).MinBy(operation => operation.StartedAt);
        _ = events.Add(Kind, name.Value, command?.Request.Actor ?? "service", message);
    }
}
