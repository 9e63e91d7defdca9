using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Tenants;

/// <summary>A tenant's name: a DNS label that starts with a letter, 1 to 32 characters, checked when made.</summary>
public readonly partial record struct TenantName : IComparable<TenantName>
{
    /// <summary>The rule in words, printed whenever a name is refused.</summary>
    public const string Rule =
        "1 to 32 characters: lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen";

    /// <summary>The rule as a regular expression.</summary>
    public const string Pattern = "^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$";

    private const int MostShown = 64;

    private readonly string? value;

    private TenantName(string value) => this.value = value;

    /// <summary>The name as text. A <c>default</c> name has none and throws: it is a bug.</summary>
    public string Value => value ?? throw new InvalidOperationException("a tenant name was used before it was set");

    /// <summary>Checks a text and makes it a name.</summary>
    /// <param name="text">Any text, hostile or not.</param>
    /// <error code="tenant.name.invalid">The text breaks <see cref="Rule"/>.</error>
    public static Result<TenantName, LobsterError> Parse(string? text) =>
        // \z, not $: a trailing line feed is not part of any name.
        text is not null && text.Length <= 32 && Shape().IsMatch(text)
            ? new TenantName(text)
            : new LobsterError(TenantErrors.NameInvalid, $"'{PlainText.Of(text ?? "", MostShown)}' is not a tenant name", $"a name is {Rule}");

    /// <inheritdoc/>
    public int CompareTo(TenantName other) => string.CompareOrdinal(value, other.value);

    /// <inheritdoc/>
    public override string ToString() => value ?? "";

    [GeneratedRegex(@"^[a-z]([a-z0-9-]{0,30}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
