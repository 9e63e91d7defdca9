using System.Text.Json;
using System.Text.Json.Serialization;
using Lobsterd.Domain.Tenants;

namespace Lobsterd.Engine.Json;

/// <summary>A slot as a JSON number.</summary>
internal sealed class SlotConverter : JsonConverter<Slot>
{
    public override Slot Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

    public override void Write(Utf8JsonWriter writer, Slot value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Number);
}
