using System.IO.Enumeration;
using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Access;

/// <summary>A pattern of tenants' names: <c>*</c> stands for any characters, <c>?</c> for one.</summary>
public sealed partial record TenantGlob
{
    private TenantGlob(string pattern) => Pattern = pattern;

    /// <summary>As it was written.</summary>
    public string Pattern { get; }

    /// <summary>Reads a pattern.</summary>
    /// <error code="access.glob.invalid">It holds what no name can.</error>
    public static Result<TenantGlob, LobsterError> Parse(string text) =>
        Shape().IsMatch(text)
            ? new TenantGlob(text)
            : new LobsterError(
                AccessErrors.GlobInvalid, $"'{PlainText.Of(text, 64)}' is no pattern of tenants' names", "1 to 32 of a-z, 0-9, -, * and ?, e.g. team-*");

    /// <summary>Whether a name fits it.</summary>
    public bool Matches(string name) => FileSystemName.MatchesSimpleExpression(Pattern, name, ignoreCase: false);

    /// <inheritdoc/>
    public override string ToString() => Pattern;

    [GeneratedRegex(@"^[a-z0-9*?-]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
