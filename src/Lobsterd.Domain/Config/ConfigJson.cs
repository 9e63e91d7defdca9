using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Domain.Config;

/// <summary>How the configuration is read and written; a document has been checked before it is read.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    Converters = [typeof(TlsModeConverter)])]
[JsonSerializable(typeof(LobsterdConfig))]
[JsonSerializable(typeof(WorkloadConfig))]
[JsonSerializable(typeof(WorkloadFileConfig))]
[JsonSerializable(typeof(ProviderConfig))]
[JsonSerializable(typeof(SnapScheduleConfig))]
public sealed partial class ConfigJson : JsonSerializerContext
{
    private sealed class TlsModeConverter() : JsonStringEnumConverter<TlsMode>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
}
