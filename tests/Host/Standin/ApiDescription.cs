namespace Lobsterd.Tests.Host.Standin;

/// <summary>The definitions of Firecracker's API description: just as much of YAML as that file has.</summary>
internal sealed class ApiDescription
{
    private readonly Dictionary<string, DescribedBody> bodies = new(StringComparer.Ordinal);

    private ApiDescription()
    {
    }

    internal IReadOnlyDictionary<string, DescribedBody> Bodies => bodies;

    internal static ApiDescription Read(string file)
    {
        var description = new ApiDescription();
        DescribedBody? body = null;
        DescribedField? field = null;
        var (inDefinitions, section) = (false, "");
        foreach (var line in File.ReadLines(file))
        {
            var text = line.Trim();
            if (text.Length == 0 || text.StartsWith('#')) continue;
            switch (line.Length - line.TrimStart().Length)
            {
                case 0:
                    inDefinitions = text == "definitions:";
                    break;
                case 2 when inDefinitions:
                    description.bodies[text.TrimEnd(':')] = body = new DescribedBody();
                    (section, field) = ("", null);
                    break;
                case 4 when body is not null:
                    section = text;
                    if (text.StartsWith("enum:", StringComparison.Ordinal)) body.Values = ListOf(text);
                    break;
                case 6 when body is not null && section == "required:" && text.StartsWith("- ", StringComparison.Ordinal):
                    body.Required.Add(text[2..]);
                    break;
                case 6 when body is not null && section == "enum:" && text.StartsWith("- ", StringComparison.Ordinal):
                    body.Values = [.. body.Values, text[2..].Trim('"')];
                    break;
                case 6 when body is not null && section == "properties:" && text.EndsWith(':'):
                    body.Fields[text.TrimEnd(':')] = field = new DescribedField();
                    break;
                case 8 when field is not null && section == "properties:":
                    field.Take(text);
                    break;
                case 10 when field is not null && text.StartsWith("- ", StringComparison.Ordinal):
                    field.Values = [.. field.Values, text[2..].Trim('"')];
                    break;
            }
        }
        return description;
    }

    internal static IReadOnlyList<string> ListOf(string text)
    {
        var open = text.IndexOf('[', StringComparison.Ordinal);
        return open < 0 ? [] : [.. text[(open + 1)..].TrimEnd(']').Split(',').Select(value => value.Trim().Trim('"'))];
    }
}
