namespace Lobsterd.Tests.Host.Standin;

/// <summary>A field of a definition.</summary>
internal sealed class DescribedField
{
    internal string Type { get; private set; } = "";

    internal string? Reference { get; private set; }

    internal IReadOnlyList<string> Values { get; set; } = [];

    /// <summary>Takes a line of it.</summary>
    internal void Take(string line)
    {
        const string Definitions = "#/definitions/";
        if (line.StartsWith("type: ", StringComparison.Ordinal)) Type = line[6..];
        else if (line.StartsWith("$ref: ", StringComparison.Ordinal)) Reference = line[(line.IndexOf(Definitions, StringComparison.Ordinal) + Definitions.Length)..].Trim('"');
        else if (line.StartsWith("enum: ", StringComparison.Ordinal)) Values = ApiDescription.ListOf(line);
    }
}
