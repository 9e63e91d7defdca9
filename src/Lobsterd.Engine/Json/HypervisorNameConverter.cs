using System.Text.Json;
using System.Text.Json.Serialization;
using Lobsterd.Domain.Hypervisors;

namespace Lobsterd.Engine.Json;

/// <summary>A hypervisor's name as a JSON string.</summary>
internal sealed class HypervisorNameConverter : JsonConverter<HypervisorName>
{
    public override HypervisorName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("a hypervisor has a name"));

    public override void Write(Utf8JsonWriter writer, HypervisorName value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
