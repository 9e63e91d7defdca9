using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Lobsterd.Tests.Unit.Reef.Document;

/// <summary>Makes requests from the API's document: good ones, and ones that it forbids.</summary>
/// <param name="document">The document.</param>
/// <param name="random">Decides.</param>
internal sealed class CallMaker(JsonNode document, Random random)
{
    private static readonly string[] Names = ["alice", "bob", "carol", "dave"];
    private static readonly string[] Odd = ["", " ", "é", "ЖЖ", "../..", "%00", "a b", "'\"`$(id)", "-", "0", "null", "\u202e", new string('x', 300), "{name}", "Alice", "open", "none", "minimal"];

    /// <summary>A request for an operation of the document.</summary>
    /// <returns>The request, and whether its body breaks the document's rules.</returns>
    internal (HttpRequestMessage Request, bool IsForbidden) Make(string method, string path, JsonObject operation)
    {
        var query = new List<string>();
        var request = new HttpRequestMessage { Method = new HttpMethod(method.ToUpperInvariant()) };
        foreach (var parameter in (operation["parameters"] as JsonArray ?? []).Select(node => node!.AsObject()))
        {
            var name = parameter["name"]!.GetValue<string>();
            switch (parameter["in"]!.GetValue<string>())
            {
                case "path":
                    path = path.Replace($"{{{name}}}", Uri.EscapeDataString(Segment(parameter["schema"]!.AsObject())), StringComparison.Ordinal);
                    break;
                case "query" when random.Next(3) == 0:
                    query.Add($"{name}={Uri.EscapeDataString(QueryText(parameter["schema"]!.AsObject()))}");
                    break;
                case "header" when random.Next(4) == 0:
                    _ = request.Headers.TryAddWithoutValidation(name, HeaderText(name));
                    break;
                default:
                    break;
            }
        }

        if (random.Next(30) == 0) query.Add("unheard=of");
        if (random.Next(6) == 0) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.RequestUri = new Uri(path + (query.Count > 0 ? $"?{string.Join('&', query)}" : ""), UriKind.Relative);
        if (operation["requestBody"]?["content"]?["application/json"]?["schema"] is not { } schema) return (request, false);

        var (body, isForbidden) = Body(schema);
        request.Content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        return (request, isForbidden);
    }

    private (string Text, bool IsForbidden) Body(JsonNode schema)
    {
        if (random.Next(12) == 0) return (Pick("", "{", "[]", "null", "7", "\"text\"", "{\"a\":1,\"a\":2}", new string('[', 200)), true);
        var value = ValueOf(schema, "body");
        if (value is not JsonObject whole) return ("null", true);
        switch (random.Next(6))
        {
            case 0:
                whole["unheardOf"] = 1;
                break;
            case 1 when whole.Count > 0:
                whole[whole.ElementAt(random.Next(whole.Count)).Key] = Pick<Func<JsonNode>>(() => 1.5, () => new JsonArray(new JsonArray()), () => new JsonObject { ["x"] = 1 }, () => true)();
                break;
            case 2 when whole.Count > 0:
                _ = whole.Remove(whole.ElementAt(random.Next(whole.Count)).Key);
                break;
            default:
                break;
        }

        return (whole.ToJsonString(), Schema.FaultOf(document, schema, JsonNode.Parse(whole.ToJsonString())) is not null);
    }

    private JsonNode? ValueOf(JsonNode schema, string name)
    {
        if (schema is not JsonObject rules) return null;
        if (rules["$ref"] is { } pointer) return ValueOf(Schema.Follow(document, pointer.GetValue<string>())!, name);
        if (rules["anyOf"] is JsonArray choices) return ValueOf(choices[random.Next(choices.Count)]!, name);
        if (rules["enum"] is JsonArray words) return words[random.Next(words.Count)]!.DeepClone();
        var types = Schema.TypesOf(rules);
        return (types.Count == 0 ? "null" : types[random.Next(types.Count)]) switch
        {
            "object" => ObjectOf(rules),
            "array" => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => ValueOf(rules["items"]!, name))]),
            "string" => Text(name),
            "integer" => Number(),
            "number" => random.NextDouble(),
            "boolean" => random.Next(2) == 0,
            _ => null,
        };
    }

    private JsonObject ObjectOf(JsonObject rules)
    {
        var whole = new JsonObject();
        var required = (rules["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()).ToHashSet();
        foreach (var (name, rule) in rules["properties"] as JsonObject ?? [])
            if (required.Contains(name) || random.Next(3) == 0) whole[name] = ValueOf(rule!, name);
        if (rules["additionalProperties"] is JsonObject others)
            for (var i = random.Next(3); i > 0; i--) whole[$"KEY{i}"] = ValueOf(others, "value");
        return whole;
    }

    private string Segment(JsonObject schema) => schema["format"]?.GetValue<string>() == "uuid" ? Guid.CreateVersion7(DateTimeOffset.UnixEpoch).ToString()
        : random.Next(4) > 0 ? Pick(Names)
        : Pick(Odd) is { Length: > 0 } odd && odd is not ("../..") ? odd : "x";

    private string QueryText(JsonObject schema) => (schema["type"]?.GetValue<string>(), random.Next(4)) switch
    {
        (_, 0) => Pick(Odd),
        ("integer", _) => Number().ToString(CultureInfo.InvariantCulture),
        ("boolean", _) => Pick("true", "false"),
        _ => Pick("alice", "a*", "running", "failed,running", "minimal", "name,state", "now", "YWxpY2U"),
    };

    private string HeaderText(string name) => name switch
    {
        "Prefer" => Pick("wait=1", "wait=0", "respond-async", "wait=soon", "wait=99999999999"),
        "If-Match" => Pick("*", "\"0\"", "nothing"),
        _ => Pick("k1", "k2", "key with spaces", Guid.CreateVersion7(DateTimeOffset.UnixEpoch).ToString(), new string('k', 200)),
    };

    private string Text(string name) => (name, random.Next(3)) switch
    {
        (_, 0) => Pick(Odd),
        ("name", _) => Pick(Names),
        ("image" or "recipe", _) => "minimal",
        ("scopes", _) => Pick("tenants:read", "tenants:write", "exec", "admin", "everything"),
        ("egress" or "policy", _) => Pick("open", "none", "allow:203.0.113.0/24:443", "allow:"),
        ("host", _) => Pick("127.0.0.1", "0.0.0.0", "::1", "localhost"),
        ("path" or "kernelFolder" or "certificateFile" or "keyFile", _) => Pick("/nowhere", "nowhere", "/nowhere/../etc/shadow"),
        _ => Pick(Names),
    };

    private long Number() => Pick(0L, 1, 2, 64, 256, 8_080, 65_536, -1, int.MaxValue, int.MinValue, 1L << 33, long.MaxValue);

    private T Pick<T>(params T[] among) => among[random.Next(among.Length)];
}
