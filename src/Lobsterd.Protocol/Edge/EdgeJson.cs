using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Protocol.Edge;

/// <summary>The only JSON context for control messages: strict, camel case, bounded depth.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowOutOfOrderMetadataProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = EdgeLimits.MaxJsonDepth)]
[JsonSerializable(typeof(EdgeGreeting))]
[JsonSerializable(typeof(EdgeRequest))]
[JsonSerializable(typeof(EdgeReply))]
[JsonSerializable(typeof(EdgeReply.Table), TypeInfoPropertyName = "ReplyTable")]
[JsonSerializable(typeof(EdgeReply.InFlight), TypeInfoPropertyName = "ReplyInFlight")]
[JsonSerializable(typeof(EdgeReply.Passed), TypeInfoPropertyName = "ReplyPassed")]
[JsonSerializable(typeof(EdgeReply.Health), TypeInfoPropertyName = "ReplyHealth")]
[JsonSerializable(typeof(EdgeReply.Traffic), TypeInfoPropertyName = "ReplyTraffic")]
[JsonSerializable(typeof(EdgeEvent))]
public sealed partial class EdgeJson : JsonSerializerContext;
