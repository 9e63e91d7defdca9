using System.Text.Json;
using System.Text.Json.Serialization;
using Lobsterd.Protocol.Edge;

namespace Lobsterd.Edge.Table;

/// <summary>The JSON of the table file: strict, camel case, bounded depth.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = EdgeLimits.MaxJsonDepth)]
[JsonSerializable(typeof(TableLine))]
internal sealed partial class TableJson : JsonSerializerContext;
