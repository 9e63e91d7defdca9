namespace Lobsterd.Domain.Access;

/// <summary>The words of the scopes, in files, on the wire and on the command line.</summary>
public static class ScopeNames
{
    private static readonly (ApiScopes Scope, string Word)[] Words =
    [
        (ApiScopes.TenantsRead, "tenants:read"),
        (ApiScopes.TenantsWrite, "tenants:write"),
        (ApiScopes.Exec, "exec"),
        (ApiScopes.Secrets, "secrets"),
        (ApiScopes.HostRead, "host:read"),
        (ApiScopes.HostWrite, "host:write"),
        (ApiScopes.Admin, "admin"),
    ];

    /// <summary>Every word, in a fixed order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Words.Select(entry => entry.Word)];

    /// <summary>Every single scope, in the same order.</summary>
    public static IReadOnlyList<ApiScopes> Scopes { get; } = [.. Words.Select(entry => entry.Scope)];

    /// <summary>The words of a set of scopes.</summary>
    public static IReadOnlyList<string> Of(ApiScopes scopes) => [.. Words.Where(entry => scopes.HasFlag(entry.Scope)).Select(entry => entry.Word)];

    /// <summary>The scopes of some words; null when one of them is none.</summary>
    public static ApiScopes? Parse(IEnumerable<string?> words)
    {
        var scopes = ApiScopes.None;
        foreach (var word in words)
        {
            var scope = Words.FirstOrDefault(entry => entry.Word == word).Scope;
            if (scope == ApiScopes.None) return null;
            scopes |= scope;
        }

        return scopes;
    }
}
