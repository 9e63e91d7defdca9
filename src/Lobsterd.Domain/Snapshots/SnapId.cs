using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Snapshots;

/// <summary>A snap's id: 12 lower-case hexadecimal digits, checked when made.</summary>
public readonly record struct SnapId
{
    /// <summary>Number of digits.</summary>
    public const int Length = 12;

    private const int MostShown = 80;

    private readonly string? value;

    private SnapId(string value) => this.value = value;

    /// <summary>The id as text. A <c>default</c> id has none and throws: it is a bug.</summary>
    public string Value => value ?? throw new InvalidOperationException("a snap's id was used before it was set");

    /// <summary>The id of what an operation makes: the last digits of the operation's own id, which are random.</summary>
    public static SnapId Of(Guid operation) => new(operation.ToString("N")[^Length..]);

    /// <summary>Whether a text looks like an id; a label must not.</summary>
    public static bool IsId(string text) => text.Length == Length && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));

    /// <summary>Checks a text and makes it an id.</summary>
    /// <error code="snap.name.invalid">It is not 12 lower-case hexadecimal digits.</error>
    public static Result<SnapId, LobsterError> Parse(string text) => IsId(text)
        ? new SnapId(text)
        : new LobsterError(SnapErrors.NameInvalid, $"'{PlainText.Of(text, MostShown)}' is not a snap's id", "lobsterd snap ls shows those that there are");

    /// <inheritdoc/>
    public override string ToString() => value ?? "";
}
