namespace Lobsterd.Domain.Tenants;

/// <summary>Who may put a tenant to sleep.</summary>
public enum TenantMode
{
    /// <summary>Nobody but an operator's explicit command with force.</summary>
    AlwaysOn,

    /// <summary>The idle rule.</summary>
    Auto,

    /// <summary>An operator only.</summary>
    Manual,
}
