using System.Text.Json.Serialization;
using Lobsterd.Host.Hypervisors.Qemu.Qmp.Messages;

namespace Lobsterd.Host.Hypervisors.Qemu.Qmp;

/// <summary>The only JSON context for QMP. Not strict about unknown members: each version of QEMU adds some.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = QmpLimits.MaxJsonDepth)]
[JsonSerializable(typeof(QmpMessage))]
[JsonSerializable(typeof(QmpNothing))]
[JsonSerializable(typeof(GetFdArguments))]
[JsonSerializable(typeof(AddFdArguments))]
[JsonSerializable(typeof(AddFdReturn))]
[JsonSerializable(typeof(RemoveFdArguments))]
[JsonSerializable(typeof(MigrateIncomingArguments))]
[JsonSerializable(typeof(MigrationCapabilitiesArguments))]
[JsonSerializable(typeof(MigrationReturn))]
[JsonSerializable(typeof(SaveDevicesArguments))]
[JsonSerializable(typeof(BlockdevAddArguments))]
[JsonSerializable(typeof(QomSetArguments))]
[JsonSerializable(typeof(StatusReturn))]
[JsonSerializable(typeof(ThrottleArguments))]
internal sealed partial class QmpJson : JsonSerializerContext;
