namespace Lobsterd.Tests.Host.Standin;

/// <summary>A definition: an object with fields, or a list of words.</summary>
internal sealed class DescribedBody
{
    internal List<string> Required { get; } = [];

    internal Dictionary<string, DescribedField> Fields { get; } = new(StringComparer.Ordinal);

    internal IReadOnlyList<string> Values { get; set; } = [];
}
