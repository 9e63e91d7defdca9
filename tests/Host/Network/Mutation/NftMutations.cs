using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Lobsterd.Tests.Host.Network.Mutation;

/// <summary>What can be other in a rule of nftables: the rule gone, a condition gone or turned round, a member of a list gone, a statement gone, another verdict.</summary>
internal static partial class NftMutations
{
    private static readonly string[] Verdicts = ["accept", "drop", "return", "goto", "jump"];

    /// <summary>Every mutation of a rule.</summary>
    /// <param name="rule">Its statements.</param>
    internal static IEnumerable<(string Name, JsonArray Expression)> Of(JsonArray rule)
    {
        yield return ("gone", [new JsonObject { ["counter"] = null }]);
        for (var at = 0; at < rule.Count; at++)
        {
            var statement = rule[at]!.AsObject();
            var kind = statement.First().Key;
            if (Verdicts.Contains(kind))
            {
                yield return (kind == "accept" ? "drops" : "accepts", With(rule, at, new JsonObject { [kind == "accept" ? "drop" : "accept"] = null }));
                continue;
            }

            if (rule.Count > 1) yield return ($"without {Words(statement)}", With(rule, at, null));
            if (kind != "match") continue;
            yield return ($"not {Words(statement)}", With(rule, at, Turned(statement)));
            if (MembersOf(statement) is not { Count: > 1 } members) continue;
            for (var member = 0; member < members.Count; member++)
                yield return ($"{Words(statement)} without {Short(members[member]!)}", With(rule, at, Without(statement, member)));
        }
    }

    /// <summary>A rule, or a part of one, in a few words.</summary>
    internal static string Words(JsonNode node) => node switch
    {
        JsonArray many => string.Join(' ', many.Select(one => Words(one!))),
        JsonObject one when one["match"] is { } match => $"{Short(match["left"]!)} {match["op"]} {Short(match["right"]!)}",
        JsonObject one when one["set"] is not null => Number().Replace(Short(one), "N"),
        _ => Short(node),
    };

    // Bounds are the configuration's, and worlds have others.
    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    private static string Short(JsonNode node) =>
        node.ToJsonString().Replace("\"", "", StringComparison.Ordinal).Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

    private static JsonArray With(JsonArray rule, int at, JsonNode? other)
    {
        var copy = rule.DeepClone().AsArray();
        if (other is null) copy.RemoveAt(at);
        else copy[at] = other;
        return copy;
    }

    private static JsonObject Turned(JsonObject statement)
    {
        var copy = statement.DeepClone().AsObject();
        copy["match"]!["op"] = copy["match"]!["op"]!.GetValue<string>() == "!=" ? "==" : "!=";
        return copy;
    }

    private static JsonObject Without(JsonObject statement, int member)
    {
        var copy = statement.DeepClone().AsObject();
        MembersOf(copy)!.RemoveAt(member);
        return copy;
    }

    // A list of bits, or a set of values.
    private static JsonArray? MembersOf(JsonObject statement) => statement["match"]!["right"] switch
    {
        JsonArray bits => bits,
        JsonObject right => right["set"] as JsonArray,
        _ => null,
    };
}
