using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Network.Egress;

/// <summary>A domain name, or with <c>*.</c> before it every name below one; lower case, without trailing dot.</summary>
public sealed partial record DomainPattern
{
    private const int LongestName = 253;
    private const int MostShown = 64;
    private const string AnyBelow = "*.";

    private DomainPattern(string name, bool isBelow) => (Domain, IsBelow) = (name, isBelow);

    /// <summary>The name without its star.</summary>
    public string Domain { get; }

    /// <summary>Whether the names below it are meant, and not itself.</summary>
    public bool IsBelow { get; }

    /// <summary>Reads <c>api.example.org</c> or <c>*.example.org</c>, in any case.</summary>
    /// <param name="text">Any text, hostile or not.</param>
    /// <error code="network.egress.invalid">It is no such name.</error>
    public static Result<DomainPattern, LobsterError> Parse(string text)
    {
        var isBelow = text.StartsWith(AnyBelow, StringComparison.Ordinal);
        // ASCII alone: beyond it there are signs whose small form is a plain letter, and then another name would be allowed than is read.
        var name = string.Concat((isBelow ? text[AnyBelow.Length..] : text).Take(LongestName + 1).Select(AsciiLower));
        return name.Length <= LongestName && Shape().IsMatch(name)
            ? new DomainPattern(name, isBelow)
            : new LobsterError(
                NetworkErrors.EgressInvalid, $"'{PlainText.Of(text, MostShown)}' is no domain name",
                "write names such as api.example.org, or *.example.org for all below it; others than ASCII ones in their xn-- form");
    }

    /// <summary>Whether a name is meant.</summary>
    /// <param name="name">Lower case, without trailing dot.</param>
    public bool Matches(ReadOnlySpan<char> name) => IsBelow
        ? name.Length > Domain.Length + 1 && name.EndsWith(Domain) && name[^(Domain.Length + 1)] == '.'
        : name.SequenceEqual(Domain);

    /// <inheritdoc/>
    public override string ToString() => IsBelow ? AnyBelow + Domain : Domain;

    private static char AsciiLower(char sign) => char.IsAsciiLetterUpper(sign) ? (char)(sign | 0x20) : sign;

    // At least two labels: a whole top-level domain is no name that somebody means, and a number alone is an address that was cut off.
    [GeneratedRegex(@"^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
