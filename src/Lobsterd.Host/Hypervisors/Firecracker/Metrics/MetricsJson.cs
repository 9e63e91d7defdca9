using System.Text.Json.Serialization;

namespace Lobsterd.Host.Hypervisors.Firecracker.Metrics;

/// <summary>The JSON of metrics. Not strict about unknown members: there are hundreds, and each version adds some.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 8, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(MetricsLine))]
internal sealed partial class MetricsJson : JsonSerializerContext;
