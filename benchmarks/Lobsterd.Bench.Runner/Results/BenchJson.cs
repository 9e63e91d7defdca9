using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Bench.Runner.Results;

/// <summary>The JSON of the two files.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<FigureRecord>))]
[JsonSerializable(typeof(IReadOnlyList<FigureFacts>))]
internal sealed partial class BenchJson : JsonSerializerContext;
