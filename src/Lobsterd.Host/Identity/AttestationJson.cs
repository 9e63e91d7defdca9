using System.Text.Json.Serialization;
using Lobsterd.Domain.Identity;

namespace Lobsterd.Host.Identity;

/// <summary>How an attestation stands in its file, a line each. A later lobsterd may add members; they are passed over.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Attestation))]
internal sealed partial class AttestationJson : JsonSerializerContext;
