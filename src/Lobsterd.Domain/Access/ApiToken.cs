using System.Text.RegularExpressions;

namespace Lobsterd.Domain.Access;

/// <summary>A token of the API as it is kept: who holds it and what it is good for, but not the token itself.</summary>
public sealed partial record ApiToken
{
    /// <summary>The rule of its name in words.</summary>
    public const string NameRule = "1 to 32 characters: lower-case letters, digits and hyphens, starting with a letter";

    /// <summary>Its name: what events and lists show.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token: 64 hex digits.</summary>
    /// <remarks>A plain hash is enough, and a slow one would be no better: the token is 256 random bits, not a word that somebody could guess.</remarks>
    public required string Hash { get; init; }

    /// <summary>What its holder may do.</summary>
    public required ApiScopes Scopes { get; init; }

    /// <summary>The tenants that its holder may do it to; null for all.</summary>
    public TenantGlob? Tenants { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ends (UTC); null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was used last, to the hour (UTC); null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Whether a text can be a token's name.</summary>
    public static bool IsName(string text) => Shape().IsMatch(text);

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
