using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Standin.Interface;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StandinChoice))]
internal sealed partial class StandinJson : JsonSerializerContext;
