using System.Text.Json.Serialization;

namespace Lobsterd.Edge.Forwarding;

/// <summary>The JSON that the edge itself answers with.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EdgeProblem))]
internal sealed partial class ForwardingJson : JsonSerializerContext;
