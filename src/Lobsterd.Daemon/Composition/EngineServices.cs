using Lobsterd.Domain.Config;
using Lobsterd.Domain.Workloads;
using Lobsterd.Engine.Admission;
using Lobsterd.Engine.Commands;
using Lobsterd.Engine.Commands.Egress;
using Lobsterd.Engine.Commands.Evict;
using Lobsterd.Engine.Commands.Images;
using Lobsterd.Engine.Commands.Power;
using Lobsterd.Engine.Commands.Secrets;
using Lobsterd.Engine.Commands.Settings;
using Lobsterd.Engine.Commands.Setup;
using Lobsterd.Engine.Commands.Spawn;
using Lobsterd.Engine.Commands.Templates;
using Lobsterd.Engine.Events;
using Lobsterd.Engine.Hypervisors;
using Lobsterd.Engine.Identity;
using Lobsterd.Engine.Locks;
using Lobsterd.Engine.Names;
using Lobsterd.Engine.Operations;
using Lobsterd.Engine.Sagas;
using Lobsterd.Engine.Secrets;
using Lobsterd.Engine.Startup;
using Lobsterd.Engine.Templates;
using Lobsterd.Engine.Usage;

namespace Lobsterd.Daemon.Composition;

/// <summary>Wires the engine.</summary>
internal static class EngineServices
{
    internal static IServiceCollection AddEngine(this IServiceCollection services, LobsterdConfig config) => services
        .AddSingleton(config)
        .AddSingleton(config.Agent)
        .AddSingleton(config.Hypervisor)
        .AddSingleton(config.Network)
        .AddSingleton(config.Wake)
        .AddSingleton(config.Snap)
        .AddSingleton<WorkloadCatalogue>()
        .AddSingleton<SecretBook>()
        .AddSingleton<SecretTray>()
        .AddSingleton<SecretCommands>()
        .AddSingleton<SagaRunner>()
        .AddSingleton<TenantLocks>()
        .AddSingleton<OperationBook>()
        .AddSingleton<EventBook>()
        .AddSingleton<StateTeller>()
        .AddSingleton<TenantMeter>()
        .AddSingleton<TenantDesk>()
        .AddWatch(config)
        .AddSpawn()
        .AddEvict()
        .AddPower()
        .AddEgress()
        .AddSleep()
        .AddFork()
        .AddSnaps()
        .AddTemplates()
        .AddSetup()
        .AddMolt()
        .AddSingleton<ImageCommands>()
        .AddSingleton<KernelCommands>()
        .AddSingleton<StartupCommands>()
        .AddSingleton<StartupHost>()
        .AddSingleton<ServiceStart>();

    private static IServiceCollection AddSpawn(this IServiceCollection services) => services
        .AddSingleton<FreeableMemory>()
        .AddSingleton<SpawnAdmission>()
        .AddSingleton<SpawnPlanner>()
        .AddSingleton<ReserveStep>()
        .AddSingleton<DiskStep>()
        .AddSingleton<FlushStep>()
        .AddSingleton<SealStep>()
        .AddSingleton<SpawnDiskSteps>()
        .AddSingleton<NetworkStep>()
        .AddSingleton<BootGate>()
        .AddSingleton<VmStep>()
        .AddSingleton<AgentStep>()
        .AddSingleton<AttestationBook>()
        .AddSingleton<ClaimStep>()
        .AddSingleton<WorkloadStep>()
        .AddSingleton<SpawnVmSteps>()
        .AddSingleton<RouteStep>()
        .AddSingleton<CommitStep>()
        .AddSingleton<SpawnSaga>()
        .AddSingleton<SpawnCommand>();

    private static IServiceCollection AddEvict(this IServiceCollection services) => services
        .AddSingleton<MarkStep>()
        .AddSingleton<UnrouteStep>()
        .AddSingleton<GuestStep>()
        .AddSingleton<KillStep>()
        .AddSingleton<DetachStep>()
        .AddSingleton<WipeStep>()
        .AddSingleton<UnsnapStep>()
        .AddSingleton<EvictRemovalSteps>()
        .AddSingleton<ProofStep>()
        .AddSingleton<ForgetStep>()
        .AddSingleton<EvictSaga>()
        .AddSingleton<EvictCommand>();

    private static IServiceCollection AddPower(this IServiceCollection services) => services
        .AddSingleton<StoppingStep>()
        .AddSingleton<StoppedStep>()
        .AddSingleton<SpentStateStep>()
        .AddSingleton<StopSteps>()
        .AddSingleton<StartingStep>()
        .AddSingleton<KeptDiskStep>()
        .AddSingleton<KeptNetworkStep>()
        .AddSingleton<StartSteps>()
        .AddSingleton<PowerStages>()
        .AddSingleton<PowerSagas>()
        .AddSingleton<PowerRuns>()
        .AddSingleton<PowerActs>()
        .AddSingleton<PowerCommand>()
        .AddSingleton<SettingsCommand>();

    private static IServiceCollection AddEgress(this IServiceCollection services) => services
        .AddSingleton<RecordStep>()
        .AddSingleton<WallStep>()
        .AddSingleton<EgressSaga>()
        .AddSingleton<EgressCommand>()
        .AddSingleton<NameDesk>()
        .AddHostedService<NameKeeper>();

    private static IServiceCollection AddTemplates(this IServiceCollection services) => services
        .AddSingleton<TemplateBook>()
        .AddSingleton<BuilderTurn>()
        .AddSingleton<PrepareStep>()
        .AddSingleton<SaveStep>()
        .AddSingleton<TemplateBuildSaga>()
        .AddSingleton<TemplateCommands>();

    private static IServiceCollection AddSetup(this IServiceCollection services) => services
        .AddSingleton<FoldersStep>()
        .AddSingleton<KernelStep>()
        .AddSingleton<FirecrackerStep>()
        .AddSingleton<ImageStep>()
        .AddSingleton<BaseNetworkStep>()
        .AddSingleton<EdgeStep>()
        .AddSingleton<InitializedStep>()
        .AddSingleton<InitSaga>()
        .AddSingleton<UninitSaga>()
        .AddSingleton<SetupCommands>();
}
