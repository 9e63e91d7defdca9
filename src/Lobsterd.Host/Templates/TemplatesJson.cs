using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Templates;

/// <summary>The JSON context of passports: strict, since only we write them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, MaxDepth = 8)]
[JsonSerializable(typeof(StoredTemplate))]
internal sealed partial class TemplatesJson : JsonSerializerContext;
