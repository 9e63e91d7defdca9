using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Lobsterd.Domain.Config;

/// <summary>The configuration's description as Markdown: <c>docs/config.md</c>.</summary>
public static class ConfigReference
{
    /// <summary>The whole page.</summary>
    public static string Render()
    {
        var page = new StringBuilder("""
            # Configuration

            `/etc/lobsterd/config.json`. Every value has a default; a file holds only what differs. Comments and trailing commas are allowed.
            `lobsterd config check FILE` says everything that is wrong with a file, `lobsterd config show` prints what is in force, and
            `lobsterd config schema` prints a JSON Schema for your editor. A change takes effect when the service starts again
            (`lobsterd service stop && lobsterd service start`; tenants run on).

            | value | what | allowed | default |
            | --- | --- | --- | --- |

            """);
        Append(page, ConfigSchema.Root, "", ConfigDefaults.Read());
        return page.ToString();
    }

    private static void Append(StringBuilder page, ConfigType.Section section, string prefix, JsonNode? defaults)
    {
        foreach (var field in section.Fields)
        {
            var path = prefix + field.Name;
            var otherwise = defaults?[field.Name];
            switch (field.Type)
            {
                case ConfigType.Section inner:
                    Append(page, inner, path + ".", otherwise);
                    break;
                case ConfigType.MapOf { Value: ConfigType.Section inner } map:
                    _ = page.AppendLine(CultureInfo.InvariantCulture, $"| `{path}` | {field.Description} | an object by name | `{otherwise?.ToJsonString() ?? "{}"}` |");
                    Append(page, inner, $"{path}.NAME.", ConfigDefaults.EntryOf(map));
                    break;
                default:
                    var shown = otherwise is null ? "null" : otherwise.ToJsonString();
                    _ = page.AppendLine(CultureInfo.InvariantCulture, $"| `{path}` | {field.Description} | {Allowed(field.Type)} | `{shown}` |");
                    break;
            }
        }
    }

    private static string Allowed(ConfigType type) => type switch
    {
        ConfigType.Text text => text.Expected,
        ConfigType.Integer integer => string.Create(
            CultureInfo.InvariantCulture, $"{integer.Least:N0} to {integer.Most:N0}{(integer.IsOptional ? ", or null" : "")}"),
        ConfigType.Choice choice => string.Join(", ", choice.Words.Select(word => $"`{word}`")),
        ConfigType.ListOf list => $"at most {list.Most}, each {Allowed(list.Item)}",
        ConfigType.MapOf map => $"an object; names: {map.Key}",
        _ => throw new System.Diagnostics.UnreachableException($"config type {type.GetType().Name}"),
    };
}
