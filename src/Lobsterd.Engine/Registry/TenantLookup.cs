using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Registry;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Registry;

/// <summary>Finds tenants by what a person calls them.</summary>
public static class TenantLookup
{
    /// <summary>The tenant of a name.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public static Result<Tenant, LobsterError> Find(this RegistrySnapshot registry, TenantName name) =>
        registry.Tenants.TryGetValue(name, out var tenant) ? tenant : Unknown(name);

    /// <summary>The tenant of a name that nobody has checked.</summary>
    /// <error code="tenant.name.invalid">The name breaks the rule.</error>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public static Result<Tenant, LobsterError> Find(this RegistrySnapshot registry, string? name) => TenantName.Parse(name).Bind(registry.Find);

    /// <summary>There is none of that name.</summary>
    public static LobsterError Unknown(TenantName name) => new(TenantErrors.Unknown, $"there is no tenant named {name}", "lobsterd tank lists them");
}
