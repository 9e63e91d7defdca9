using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Engine.Sagas;

/// <summary>How journals' own lines are written; plans and outputs bring their own types.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SagaHead))]
[JsonSerializable(typeof(SagaLine))]
[JsonSerializable(typeof(Nothing))]
internal sealed partial class JournalJson : JsonSerializerContext;
