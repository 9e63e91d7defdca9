using System.Text.Json;
using System.Text.Json.Serialization;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Json;

/// <summary>A tenant's name as a JSON string, checked when read.</summary>
internal sealed class TenantNameConverter : JsonConverter<TenantName>
{
    public override TenantName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parsed = TenantName.Parse(reader.GetString());
        return parsed.IsSuccess ? parsed.Value : throw new JsonException(parsed.Error.Message);
    }

    public override void Write(Utf8JsonWriter writer, TenantName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
