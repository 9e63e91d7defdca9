using System.Text.Json;
using CSharpFunctionalExtensions;
using Lobsterd.Domain.Errors;

namespace Lobsterd.Domain.Config;

/// <summary>Reads a configuration whole, or says everything that is wrong with it.</summary>
public static class ConfigReader
{
    /// <summary>Longest document in bytes: 1 MiB.</summary>
    public const int LongestDocument = 1 << 20;

    private const int MostFaultsTold = 50;
    private const int MostShown = 60;

    private static readonly JsonDocumentOptions Options = new()
    {
        AllowDuplicateProperties = false,
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 16,
    };

    /// <summary>Reads a document; comments and trailing commas are allowed.</summary>
    /// <error code="config.load.invalid">It has faults; the message lists them, one a line, each with its JSON path.</error>
    public static Result<LobsterdConfig, LobsterError> Read(ReadOnlyMemory<byte> document)
    {
        if (document.Length > LongestDocument) return Invalid([$"$: {document.Length} bytes, expected at most {LongestDocument}"]);
        try
        {
            using var json = JsonDocument.Parse(document, Options);
            var faults = new List<string>();
            Walk(json.RootElement, ConfigSchema.Root, "$", faults);
            if (faults.Count > 0) return Invalid(faults);

            var config = ConfigDefaults.Complete(json.RootElement).Deserialize(ConfigJson.Default.LobsterdConfig)!;
            faults.AddRange(ConfigRules.FaultsOf(config));
            return faults.Count > 0 ? Invalid(faults) : config;
        }
        catch (JsonException exception)
        {
            return Invalid([$"{exception.Path ?? "$"}: line {exception.LineNumber + 1}: no valid JSON"]);
        }
        catch (InvalidOperationException)
        {
            // A text whose bytes are no UTF-8, or half of a surrogate pair, is found only when it is read.
            return Invalid(["$: a text in it is no valid Unicode"]);
        }
    }

    private static void Walk(JsonElement value, ConfigType type, string path, List<string> faults)
    {
        switch (type)
        {
            case ConfigType.Section section:
                WalkSection(value, section, path, faults);
                break;
            case ConfigType.Text text:
                if (value.ValueKind == JsonValueKind.Null && text.IsOptional) break;
                if (value.ValueKind != JsonValueKind.String || !text.IsGood(value.GetString()!)) faults.Add(Fault(path, value, text.Expected));
                break;
            case ConfigType.Integer integer:
                if (value.ValueKind == JsonValueKind.Null && integer.IsOptional) break;
                if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number) || number < integer.Least || number > integer.Most)
                    faults.Add(Fault(path, value, $"a whole number from {integer.Least} to {integer.Most}{(integer.IsOptional ? ", or null" : "")}"));
                break;
            case ConfigType.Choice choice:
                if (value.ValueKind != JsonValueKind.String || !choice.Words.Contains(value.GetString()!))
                    faults.Add(Fault(path, value, $"one of {string.Join(", ", choice.Words)}"));
                break;
            case ConfigType.ListOf list:
                WalkList(value, list, path, faults);
                break;
            case ConfigType.MapOf map:
                WalkMap(value, map, path, faults);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"config type {type.GetType().Name}");
        }
    }

    private static void WalkSection(JsonElement value, ConfigType.Section section, string path, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(Fault(path, value, "an object"));
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            var field = section.Fields.FirstOrDefault(field => field.Name == member.Name);
            if (field is null)
                faults.Add($"{path}.{Shown(member.Name)}: unknown, expected one of {string.Join(", ", section.Fields.Select(known => known.Name))}");
            else
                Walk(member.Value, field.Type, $"{path}.{member.Name}", faults);
        }
    }

    private static void WalkList(JsonElement value, ConfigType.ListOf list, string path, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > list.Most)
        {
            faults.Add(Fault(path, value, $"a list of at most {list.Most}"));
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray()) Walk(item, list.Item, $"{path}[{index++}]", faults);
    }

    private static void WalkMap(JsonElement value, ConfigType.MapOf map, string path, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            faults.Add(Fault(path, value, "an object"));
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (map.IsGoodKey(member.Name)) Walk(member.Value, map.Value, $"{path}.{member.Name}", faults);
            else faults.Add($"{path}.{Shown(member.Name)}: a bad name, expected {map.Key}");
        }
    }

    private static string Fault(string path, JsonElement found, string expected) => $"{path}: {Describe(found)}, expected {expected}";

    private static string Describe(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {found.GetArrayLength()}",
        _ => Shown(found.GetRawText()),
    };

    private static string Shown(string text) => PlainText.Of(text, MostShown);

    private static LobsterError Invalid(List<string> faults)
    {
        var told = faults.Take(MostFaultsTold).ToList();
        if (faults.Count > told.Count) told.Add($"and {faults.Count - told.Count} more");
        return new LobsterError(ConfigErrors.Invalid, string.Join('\n', told), "lobsterd config schema prints what may stand where");
    }
}
