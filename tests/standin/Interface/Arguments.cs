namespace Lobsterd.Standin.Interface;

/// <summary>A command line as the one parser of both programs reads it.</summary>
public sealed class Arguments
{
    private readonly Dictionary<string, List<string>> values = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<ArgumentRule> rules;

    private Arguments(IReadOnlyList<ArgumentRule> rules, IReadOnlyList<string> extra) => (this.rules, Extra) = (rules, extra);

    /// <summary>What follows the first bare <c>--</c>.</summary>
    public IReadOnlyList<string> Extra { get; }

    public bool WantsHelp { get; private set; }

    public bool WantsVersion { get; private set; }

    /// <summary>Parses; help and version win over every check.</summary>
    /// <exception cref="Fault">With the parser's own text.</exception>
    public static Arguments Parse(IReadOnlyList<ArgumentRule> rules, IReadOnlyList<string> words)
    {
        var end = words.ToList().IndexOf("--");
        var own = end < 0 ? words : [.. words.Take(end)];
        var parsed = new Arguments(rules, end < 0 ? [] : [.. words.Skip(end + 1)])
        {
            WantsHelp = own.Contains("--help") || own.Contains("-h"),
            WantsVersion = own.Contains("--version"),
        };
        if (parsed.WantsHelp || parsed.WantsVersion) return parsed;
        parsed.Read(own);
        parsed.Check();
        return parsed;
    }

    public bool Has(string name) => values.ContainsKey(name);

    public string? Value(string name) => values.TryGetValue(name, out var found) ? found[0] : rules.First(rule => rule.Name == name).Default;

    public IReadOnlyList<string> Values(string name) => values.TryGetValue(name, out var found) ? found : [];

    private void Read(IReadOnlyList<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            var name = words[at].StartsWith("--", StringComparison.Ordinal) ? words[at][2..] : words[at];
            if (name == words[at] || rules.FirstOrDefault(rule => rule.Name == name) is not { } rule)
                throw new Fault($"Found argument '{name}' which wasn't expected, or isn't valid in this context.");
            if (values.ContainsKey(name) && !rule.Repeatable) throw new Fault($"The argument '{name}' was provided more than once.");
            var value = "";
            if (rule.TakesValue)
            {
                if (at + 1 == words.Count || words[at + 1].StartsWith("--", StringComparison.Ordinal))
                    throw new Fault($"The argument '{name}' requires a value, but none was supplied.");
                value = words[++at];
            }
            if (!values.TryGetValue(name, out var known)) values[name] = known = [];
            known.Add(value);
        }
    }

    private void Check()
    {
        foreach (var rule in rules.OrderBy(rule => rule.Name, StringComparer.Ordinal))
        {
            if (rule.Required && !Has(rule.Name)) throw new Fault($"Argument '{rule.Name}' required, but not found.");
            if (!Has(rule.Name)) continue;
            if (rule.Requires is { } other && !Has(other)) throw new Fault($"Argument '{other}' required, but not found.");
            if (rule.Forbids is { } enemy && Has(enemy)) throw new Fault($"Argument '{enemy}' cannot be used together with argument '{rule.Name}'.");
        }
    }
}
