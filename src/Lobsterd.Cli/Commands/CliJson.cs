using System.Text.Json;
using System.Text.Json.Serialization;
using Lobsterd.Cli.Upgrades;

namespace Lobsterd.Cli.Commands;

/// <summary>JSON that is the command line's own, not the service's.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CopyReport))]
[JsonSerializable(typeof(ForwardReport))]
[JsonSerializable(typeof(VersionReport))]
[JsonSerializable(typeof(ServiceReport))]
[JsonSerializable(typeof(UpgradeReport))]
internal sealed partial class CliJson : JsonSerializerContext;
