using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Access;

/// <summary>How the API's tokens and its door are kept.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(StoredTokens))]
[JsonSerializable(typeof(StoredBuoy))]
internal sealed partial class AccessJson : JsonSerializerContext;
