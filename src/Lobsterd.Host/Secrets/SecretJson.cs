using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Secrets;

/// <summary>How sealed secrets are kept.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(StoredSecrets))]
internal sealed partial class SecretJson : JsonSerializerContext;
