using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Linux.Jails;

/// <summary>The JSON between service and launcher. Both are of one release, so a member too many or too few is an error.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JailSpec))]
[JsonSerializable(typeof(JailerSpec))]
[JsonSerializable(typeof(JailReport))]
[JsonSerializable(typeof(ExitRecord))]
public sealed partial class JailJson : JsonSerializerContext;
