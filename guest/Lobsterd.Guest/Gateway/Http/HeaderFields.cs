namespace Lobsterd.Guest.Gateway.Http;

/// <summary>The header fields of one request, in the order in which they came.</summary>
internal sealed class HeaderFields(IReadOnlyList<HeaderField> fields)
{
    /// <summary>All values of a field.</summary>
    internal IEnumerable<string> All(string name) =>
        fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);

    /// <summary>The value of a field that came exactly once; null when it is absent or came twice.</summary>
    internal string? Single(string name)
    {
        string? found = null;
        foreach (var value in All(name))
        {
            if (found is not null) return null;
            found = value;
        }

        return found;
    }

    /// <summary>Whether a field whose value is a comma-separated list holds a word.</summary>
    internal bool Has(string name, string word) =>
        All(name).Any(value => value.Split(',', StringSplitOptions.TrimEntries).Contains(word, StringComparer.OrdinalIgnoreCase));
}
