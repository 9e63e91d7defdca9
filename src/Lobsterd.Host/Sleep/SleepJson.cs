using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Sleep;

/// <summary>The JSON context of saved states' passports: strict, since only we write them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, MaxDepth = 8)]
[JsonSerializable(typeof(StoredSleep))]
internal sealed partial class SleepJson : JsonSerializerContext;
