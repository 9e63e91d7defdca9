using System.Text.Json.Serialization;
using Lobsterd.Domain.Events;

namespace Lobsterd.Host.Events;

/// <summary>How an event stands in the audit log, a line each. A later lobsterd may add members; they are passed over.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TenantEvent))]
internal sealed partial class EventJson : JsonSerializerContext;
