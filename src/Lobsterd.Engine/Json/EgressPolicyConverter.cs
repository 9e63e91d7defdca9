using System.Text.Json;
using System.Text.Json.Serialization;
using Lobsterd.Domain.Network.Egress;

namespace Lobsterd.Engine.Json;

/// <summary>An egress policy as the JSON string that it is written as, checked when read.</summary>
internal sealed class EgressPolicyConverter : JsonConverter<EgressPolicy>
{
    public override EgressPolicy Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parsed = EgressPolicy.Parse(reader.GetString() ?? "");
        return parsed.IsSuccess ? parsed.Value : throw new JsonException(parsed.Error.Message);
    }

    public override void Write(Utf8JsonWriter writer, EgressPolicy value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
