using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Registry;

/// <summary>Finds a tenant by a name that somebody gave.</summary>
public static class RegisteredTenant
{
    /// <summary>Finds it.</summary>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public static Result<Tenant, LobsterError> Find(RegistryBook registry, string name)
    {
        if (TenantName.Parse(name).TryGetError(out var invalid, out var parsed)) return invalid;
        return registry.Current.Tenants.TryGetValue(parsed, out var tenant)
            ? tenant
            : new LobsterError(TenantErrors.Unknown, $"there is no tenant named {parsed}", "lobsterd tank lists them");
    }
}
