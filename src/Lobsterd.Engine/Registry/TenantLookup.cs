using Lobsterd.Domain.Errors;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Registry;

/// <summary>What is said where a tenant is looked for.</summary>
public static class TenantLookup
{
    /// <summary>There is none of that name.</summary>
    /// <error code="tenant.name.unknown">There is no such tenant.</error>
    public static LobsterError Unknown(TenantName name) => new(TenantErrors.Unknown, $"there is no tenant named {name}", "lobsterd tank lists them");
}
