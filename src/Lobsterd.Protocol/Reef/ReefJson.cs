using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lobsterd.Protocol.Reef;

/// <summary>The only JSON context for the API: strict, camel case.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(TenantBody))]
[JsonSerializable(typeof(TenantList))]
[JsonSerializable(typeof(SpawnBody))]
[JsonSerializable(typeof(OperationBody))]
[JsonSerializable(typeof(StepBody))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(EgressBody))]
[JsonSerializable(typeof(SuspendBody))]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(ImageBody))]
[JsonSerializable(typeof(ImageList))]
[JsonSerializable(typeof(ImageBuildBody))]
[JsonSerializable(typeof(InitBody))]
[JsonSerializable(typeof(KernelBody))]
[JsonSerializable(typeof(KernelList))]
[JsonSerializable(typeof(KernelAddBody))]
[JsonSerializable(typeof(MaintenanceBeginBody))]
[JsonSerializable(typeof(WatchList))]
[JsonSerializable(typeof(MoltBody))]
[JsonSerializable(typeof(MoltReportBody))]
[JsonSerializable(typeof(LogBody))]
[JsonSerializable(typeof(TenantLogBody))]
[JsonSerializable(typeof(UsageBody))]
[JsonSerializable(typeof(UsageList))]
[JsonSerializable(typeof(TemplateBody))]
[JsonSerializable(typeof(TemplateList))]
[JsonSerializable(typeof(TemplateBuildBody))]
[JsonSerializable(typeof(SnapBody))]
[JsonSerializable(typeof(SnapList))]
[JsonSerializable(typeof(SnapCreateBody))]
[JsonSerializable(typeof(SnapFileBody))]
[JsonSerializable(typeof(RestoreBody))]
[JsonSerializable(typeof(TokenBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(VersionBody))]
[JsonSerializable(typeof(DoctorBody))]
[JsonSerializable(typeof(DoctorFixList))]
[JsonSerializable(typeof(ApiTokenList))]
[JsonSerializable(typeof(ApiTokenCreateBody))]
[JsonSerializable(typeof(ApiTokenCreatedBody))]
[JsonSerializable(typeof(BuoyBody))]
[JsonSerializable(typeof(BuoyEnableBody))]
public sealed partial class ReefJson : JsonSerializerContext;
