using System.Text.Json;
using System.Text.Json.Serialization;
using Lobsterd.Domain.Snapshots;

namespace Lobsterd.Engine.Json;

/// <summary>A snap's id as a JSON string.</summary>
internal sealed class SnapIdConverter : JsonConverter<SnapId>
{
    public override SnapId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        SnapId.Parse(reader.GetString() ?? "").TryGetError(out var error, out var id) ? throw new JsonException(error.Message) : id;

    public override void Write(Utf8JsonWriter writer, SnapId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
