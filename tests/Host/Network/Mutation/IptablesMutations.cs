using System.Text.RegularExpressions;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>What can be other in a rule of iptables: the rule gone, a condition gone or turned round, an option of one, a member of a list gone, another target.</summary>
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

            // A protocol's own match cannot stand without it.
            if (part.StartsWith("-p ", StringComparison.Ordinal) && parts[at + 1].StartsWith($"-m {part[3..]} ", StringComparison.Ordinal))
                yield return ($"without {Named(part)} {Named(parts[at + 1])}", With([.. parts.Where((_, index) => index != at + 1)], at, null));
            foreach (var (name, words) in Changed(part)) yield return (name, With(parts, at, words));
        }
    }

    /// <summary>A rule or a part of it without what the configuration and the order of guests decide.</summary>
    internal static string Named(string words) => Bounds().Replace(Comment().Replace(words, ""), "$1 N");

    /// <summary>A tenant's rule as it would be for anybody: all tenants' rules are made alike, so those of one are enough.</summary>
    internal static string Kind(string words) => Tenants().Replace(Comment().Replace(words, ""), "N");

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

    private static IEnumerable<(string Name, string Words)> Changed(string part)
    {
        if (!part.StartsWith("-m ", StringComparison.Ordinal))
        {
            yield return ($"not {Named(part)}", part.StartsWith("! ", StringComparison.Ordinal) ? part[2..] : $"! {part}");
            yield break;
        }

        var options = Options().Matches(part);
        foreach (Match option in options)
        {
            var named = Named(option.Value.Trim());
            var turned = option.Value.StartsWith(" ! ", StringComparison.Ordinal) ? option.Value[2..] : $" !{option.Value}";
            yield return ($"not {named}", Replaced(part, option, turned));
            if (options.Count > 1) yield return ($"without {named}", Replaced(part, option, ""));
            if (!option.Value.Contains(',', StringComparison.Ordinal)) continue;
            var (head, list) = (option.Value[..(option.Value.LastIndexOf(' ') + 1)], option.Value[(option.Value.LastIndexOf(' ') + 1)..].Split(','));
            foreach (var member in list) yield return ($"{named} without {member}", Replaced(part, option, head + string.Join(',', list.Where(other => other != member))));
        }
    }

    private static string Replaced(string part, Match option, string other) => part[..option.Index] + other + part[(option.Index + option.Length)..];

    private static string With(List<string> parts, int at, string? other) =>
        string.Join(' ', other is null ? parts.Where((_, index) => index != at) : parts.Select((part, index) => index == at ? other : part));

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Words();

    [GeneratedRegex(" (! )?--[a-z-]+( [^ !-][^ ]*)?")]
    private static partial Regex Options();

    [GeneratedRegex(" ?-m comment --comment \"[^\"]*\"")]
    private static partial Regex Comment();

    [GeneratedRegex("(--hashlimit-above|--hashlimit-burst|--connlimit-above) [^ ]+")]
    private static partial Regex Bounds();

    [GeneratedRegex("(?<=lob)[0-9]+|44\\.66\\.[0-9.]+(?=/32)|(?<=--zone )[0-9]+|0x6c6f[0-9a-f]{4}")]
    private static partial Regex Tenants();
}
