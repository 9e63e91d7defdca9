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
        foreach (var (old, tenant) in after.ChangesSince(before))
        {
            if (tenant is null)
            {
                Add(old!.Name, $"{StateNames.Of(old.Observed)} → gone");
                continue;
            }

            if (old is null || old.Id != tenant.Id) Add(tenant.Name, StateNames.Of(tenant.Observed));
            else if (old.Observed != tenant.Observed) Add(tenant.Name, $"{StateNames.Of(old.Observed)} → {StateNames.Of(tenant.Observed)}{(tenant.Reason is { } reason ? $": {reason}" : "")}");
            if (old is not null && old.Id == tenant.Id && old.Desired != tenant.Desired && tenant.Observed != ObservedState.Evicting) Add(tenant.Name, $"wanted {StateNames.Of(old.Desired)} → {StateNames.Of(tenant.Desired)}");
        }
    }

    // A tenant's lock lets one command at a time change it: of those that are under way, the one that began first.
    private void Add(TenantName name, string message)
    {
        var command = operations.Running.Where(operation => operation.Request.Tenant == name.Value).MinBy(operation => operation.StartedAt);
        _ = events.Add(Kind, name.Value, command?.Request.Actor ?? "service", message);
    }
}
