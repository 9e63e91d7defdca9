using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Protocol.Agent;

/// <summary>The only JSON context for agent messages: strict, camel case, bounded depth.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowOutOfOrderMetadataProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = AgentLimits.MaxJsonDepth)]
[JsonSerializable(typeof(AgentGreeting))]
[JsonSerializable(typeof(AgentRequest))]
[JsonSerializable(typeof(AgentReply))]
[JsonSerializable(typeof(AgentReply.Proof), TypeInfoPropertyName = "ReplyProof")]
[JsonSerializable(typeof(AgentReply.Stats), TypeInfoPropertyName = "ReplyStats")]
[JsonSerializable(typeof(AgentReply.Health), TypeInfoPropertyName = "ReplyHealth")]
[JsonSerializable(typeof(AgentReply.Schedules), TypeInfoPropertyName = "ReplySchedules")]
[JsonSerializable(typeof(AgentLogLine))]
public sealed partial class AgentJson : JsonSerializerContext;
