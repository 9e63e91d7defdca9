using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Host.Images;

/// <summary>The form of the files that the stores write for themselves.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, MaxDepth = 8)]
[JsonSerializable(typeof(ImageManifest))]
[JsonSerializable(typeof(Kernels.KernelManifest))]
internal sealed partial class ImagesJson : JsonSerializerContext;
