using System.Text.Json;
using Lobsterd.Domain.Config;
using Lobsterd.Tests.Fixtures;
using Xunit;

namespace Lobsterd.Tests.Unit.Domain.Config;

public sealed class ConfigDocumentTests
{
    [Fact]
    public void the_page_is_the_description() => Approved.Match("docs/config.md", ConfigReference.Render());

    [Fact]
    public void the_schema_is_the_description() => Approved.Match("docs/config.schema.json", ConfigJsonSchema.Render());

    [Fact]
    public void the_schema_is_closed_and_every_value_is_described()
    {
        using var schema = JsonDocument.Parse(ConfigJsonSchema.Render());

        AssertDescribed(schema.RootElement, "$");
    }

    private static void AssertDescribed(JsonElement section, string path)
    {
        if (!section.TryGetProperty("properties", out var properties)) return;
        Assert.False(section.GetProperty("additionalProperties").GetBoolean(), path);
        foreach (var property in properties.EnumerateObject())
        {
            Assert.True(property.Value.TryGetProperty("description", out var text) && text.GetString()!.EndsWith('.'), $"{path}.{property.Name}");
            AssertDescribed(property.Value, $"{path}.{property.Name}");
        }
    }
}
