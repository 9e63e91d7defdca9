using System.Text.Json;
using System.Text.Json.Serialization;
using Lobsterd.Domain.Hypervisors;
using Lobsterd.Engine.Commands.Egress;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Fork;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Restore;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Sleep;
using Lobsterd.Engine.Commands.Snap;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Commands.Templates;
using Lobsterd.Engine.Commands.Verify;
using Lobsterd.Engine.Json;
using Lobsterd.Engine.Repair;
using Lobsterd.Engine.Sagas;

namespace Lobsterd.Engine.Commands;

/// <summary>How commands' plans and outputs stand in journals.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(TenantNameConverter), typeof(SlotConverter), typeof(HypervisorNameConverter), typeof(EgressPolicyConverter), typeof(SnapIdConverter)])]
[JsonSerializable(typeof(SpawnRequest))]
[JsonSerializable(typeof(SpawnPlan))]
[JsonSerializable(typeof(ReserveOutput))]
[JsonSerializable(typeof(DiskOutput))]
[JsonSerializable(typeof(VmProcess))]
[JsonSerializable(typeof(EvictPlan))]
[JsonSerializable(typeof(StopPlan))]
[JsonSerializable(typeof(StartPlan))]
[JsonSerializable(typeof(EgressPlan))]
[JsonSerializable(typeof(SuspendPlan))]
[JsonSerializable(typeof(Quieted))]
[JsonSerializable(typeof(ResumePlan))]
[JsonSerializable(typeof(Quieted))]
[JsonSerializable(typeof(Restored))]
[JsonSerializable(typeof(Woken))]
[JsonSerializable(typeof(SnapPlan))]
[JsonSerializable(typeof(SnapCopyOutput))]
[JsonSerializable(typeof(RestorePlan))]
[JsonSerializable(typeof(ForkPlan))]
[JsonSerializable(typeof(Each<ReserveOutput>))]
[JsonSerializable(typeof(Each<DiskOutput>))]
[JsonSerializable(typeof(Each<VmProcess>))]
[JsonSerializable(typeof(Each<Nothing>))]
[JsonSerializable(typeof(TemplateBuildPlan))]
[JsonSerializable(typeof(VerifyPlan))]
[JsonSerializable(typeof(Loaded))]
[JsonSerializable(typeof(InitPlan))]
[JsonSerializable(typeof(UninitPlan))]
[JsonSerializable(typeof(RepairPlan))]
[JsonSerializable(typeof(Nothing))]
internal sealed partial class CommandJson : JsonSerializerContext;
