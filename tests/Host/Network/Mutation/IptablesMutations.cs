using System.Text.RegularExpressions;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>What can be other in a rule of iptables: the rule gone, a condition gone or turned round, another target.</summary>
internal static partial class IptablesMutations
{
    /// <summary>Every mutation of a rule; its words are null where it is gone.</summary>
    /// <param name="rule">Everything behind the chain's name, as iptables-save(8) writes it.</param>
    internal static IEnumerable<(string Name, string? Words)> Of(string rule)
    {
        yield return ("gone", null);
        var parts = PartsOf(rule);
        for (var at = 0; at < parts.Count; at++)
        {
            var part = parts[at];

            // Whose a rule is says a comment, and nobody else.
            if (part.StartsWith("-m comment", StringComparison.Ordinal)) continue;
            if (part.StartsWith("-j ", StringComparison.Ordinal))
            {
                var other = part is "-j ACCEPT" or "-j RETURN" ? "DROP" : "ACCEPT";
                yield return ($"{part[3..]} is {other}", With(parts, at, $"-j {other}"));
                continue;
            }

            yield return ($"without {Named(part)}", With(parts, at, null));
            if (Turned(part) is { } turned) yield return ($"not {Named(part)}", With(parts, at, turned));
        }
    }

    /// <summary>A rule or a part of it without what the configuration and the order of guests decide.</summary>
    internal static string Named(string words) => Bounds().Replace(Comment().Replace(words, ""), "$1 N");

    // A part is an option with its values; a match that is named by -m has all of its own options with it.
    private static List<string> PartsOf(string rule)
    {
        var parts = new List<string>();
        foreach (var word in Words().Matches(rule).Select(match => match.Value))
        {
            var begins = parts.Count == 0 || word is "-s" or "-d" or "-i" or "-o" or "-p" or "-m" or "-j" || (word == "!" && !parts[^1].StartsWith("-m ", StringComparison.Ordinal));
            if (begins && !(parts.Count > 0 && parts[^1] == "!")) parts.Add(word);
            else parts[^1] = $"{parts[^1]} {word}";
        }
        return parts;
    }

    private static string? Turned(string part)
    {
        if (part.StartsWith("! ", StringComparison.Ordinal)) return part[2..];
        if (!part.StartsWith("-m ", StringComparison.Ordinal)) return $"! {part}";
        var negated = Negated().Match(part);
        if (negated.Success) return part.Remove(negated.Index + 1, 2);
        var option = Option().Match(part);
        return option.Success ? part.Insert(option.Index + 1, "! ") : null;
    }

    private static string With(List<string> parts, int at, string? other) =>
        string.Join(' ', other is null ? parts.Where((_, index) => index != at) : parts.Select((part, index) => index == at ? other : part));

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Words();

    [GeneratedRegex(" ! --")]
    private static partial Regex Negated();

    [GeneratedRegex(" --")]
    private static partial Regex Option();

    [GeneratedRegex(" ?-m comment --comment \"[^\"]*\"")]
    private static partial Regex Comment();

    [GeneratedRegex("(--hashlimit-above|--hashlimit-burst|--connlimit-above) [^ ]+")]
    private static partial Regex Bounds();
}
