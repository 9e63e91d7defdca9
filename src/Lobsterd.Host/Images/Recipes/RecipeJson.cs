using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Images.Recipes;

/// <summary>The form of recipe files. Comments are allowed: people write these.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    AllowOutOfOrderMetadataProperties = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(Recipe))]
internal sealed partial class RecipeJson : JsonSerializerContext;
