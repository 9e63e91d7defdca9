using System.Text.RegularExpressions;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Snapshots;

/// <summary>The rule for a snap's label, by which a person finds it again.</summary>
public static partial class SnapLabel
{
    /// <summary>The rule in words.</summary>
    public const string Rule = "1 to 63 lower-case letters, digits, dots, hyphens and underscores, starting with a letter or digit, and not 12 hexadecimal digits";

    private const int MostShown = 80;

    /// <summary>Checks a text as a label.</summary>
    /// <error code="snap.label.invalid">It breaks <see cref="Rule"/>.</error>
    public static UnitResult<LobsterError> Check(string text) => IsLabel(text)
        ? UnitResult.Success<LobsterError>()
        : new LobsterError(SnapErrors.LabelInvalid, $"'{PlainText.Of(text, MostShown)}' is not a label", $"a label is {Rule}");

    /// <summary>Whether a text is a label.</summary>
    public static bool IsLabel(string text) => text.Length <= 63 && Shape().IsMatch(text) && !SnapId.IsId(text);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
